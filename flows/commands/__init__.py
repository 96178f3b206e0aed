"""One module a command of `gongkai`."""
