"""Linli 邻里: one open system for running a community together."""
