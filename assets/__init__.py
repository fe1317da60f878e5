"""What the warehouse is made of: one folder per subject, in the order in which data meets them."""
