"""The shapes of the asset bank on the wire, a module for each resource."""
