"""serve.py ADDRESS PORT DIRECTORY: serves the package repository to the nodes, on the lab's own address only."""
import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer


class Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # apt fetches all files over one connection
    timeout = 60

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 512  # hundreds of nodes may ask at the same moment
    daemon_threads = True


address, port, directory = sys.argv[1:]
Server((address, int(port)), partial(Handler, directory=directory)).serve_forever()
