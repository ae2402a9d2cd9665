"""Tables that people made in spreadsheets: reading CSV and Excel files, and writing CSV.

Everything here is about files, and nothing about what their columns mean.
"""
