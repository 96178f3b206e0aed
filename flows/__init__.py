"""When, and over what: Prefect flows, their deployments, and the command line."""
