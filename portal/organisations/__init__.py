"""Organisations: the register of them, their people, for whom they speak, and how they stand."""
