"""One module for each kind of object: how it is created, dropped and altered back."""
