"""What is answered, overdue and promised: the Chamber's view of the whole."""
