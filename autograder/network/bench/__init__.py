"""Runs and trains networks that are given as graphs, in a process of its own.

Knows `network`, and of `inside` the wire and what shuts a process in; executes nothing of a
submission's but its graph's operators.
It sees the images and labels that a network is trained on, and hidden images without their labels.
Its face is `client.Bench`: what it can be asked for is in `tasks.py`.
"""
