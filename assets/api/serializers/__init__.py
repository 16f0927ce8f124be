"""Assets on the wire, a module for each resource."""
