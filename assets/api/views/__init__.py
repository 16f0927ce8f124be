"""The endpoints of assets, a module for each resource."""
