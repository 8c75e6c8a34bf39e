"""What is read of residents."""
