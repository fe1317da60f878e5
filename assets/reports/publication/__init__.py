"""What is compared before a new file is published: with the last published file, and with what must be there."""
