"""Mail waiting to be sent: written in the transaction of its cause, sent by a worker."""
