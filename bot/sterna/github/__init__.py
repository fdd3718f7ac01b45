"""GitHub, seen through PyGithub: the state of a pull request is read, and the world is made to match."""
