"""What editions keep, read again from their files: nothing is made anew of a plan's rows.

pages.py cuts the frozen web page into chapters; actions.py reads the frozen actions; comparing.py
says what differs between two editions.
"""
