"""Endpoints of the asset bank, a module for each resource."""
