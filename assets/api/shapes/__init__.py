"""The shapes of the answers about assets, a module for each resource."""
