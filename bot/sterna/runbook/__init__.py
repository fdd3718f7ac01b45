"""Production: what is applied, what is pending, and the way there and back."""
