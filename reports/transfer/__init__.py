"""Plans and partnerships as files that hold all of them, and the way back.

kinds.py names each model and field once: how it goes out, or why it doesn't. All else goes by it.
"""
