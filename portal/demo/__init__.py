"""The demonstration: invented content, with its dates shifted to now."""
