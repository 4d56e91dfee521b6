"""What every room stands on: time, text, errors, events, the database.

Nothing here knows of requests.
"""
