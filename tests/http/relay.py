"""A relay between the module and the database that can spoil what the server says.

It listens on a unix socket of its own and passes bytes both ways. Switches, effective at once:

    cut_after = N       each connection is closed after N bytes from the server
    drip = seconds      one byte from the server at a time, with this pause
    silent = True       connections are accepted, nothing is passed on
    replace = (a, b)    bytes a from the server become bytes b of the same length
    lose = bytes        the connection ends instead of passing an answer with these bytes on; once
"""
import os
import select
import socket
import threading
import time


class Relay:
    def __init__(self, path, target):
        self.path, self.target = str(path), str(target)
        self.cut_after = self.drip = self.replace = None
        self.silent = False
        self.lose = None
        self.lost = 0
        self.connections = 0
        self.replaced = 0
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        os.chmod(self.path, 0o777)
        self.listener.listen(128)
        self.open = set()
        self.running = True
        threading.Thread(target=self._accept, daemon=True).start()

    def heal(self):
        """All switches off; connections that were spoilt are closed."""
        self.cut_after = self.drip = self.replace = self.lose = None
        self.silent = False
        for connection in list(self.open):
            _shut(connection)

    def close(self):
        self.running = False
        _shut(self.listener)
        self.heal()

    def _accept(self):
        while self.running:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        server = socket.socket(socket.AF_UNIX)
        self.open |= {client, server}
        try:
            server.connect(self.target)
            self._pump(client, server)
        except OSError:
            pass
        finally:
            for one in (client, server):
                self.open.discard(one)
                _shut(one)
                one.close()

    def _pump(self, client, server):
        passed = 0
        while True:
            for ready in select.select([client, server], [], [])[0]:
                data = ready.recv(65536)
                if not data:
                    return
                while self.silent:
                    time.sleep(0.02)
                if ready is client:
                    server.sendall(data)
                    continue
                if self.lose and self.lose in data:
                    self.lose = None
                    self.lost += 1
                    return
                if self.replace:
                    data = self._spoil(server, data)
                if self.cut_after is not None and passed + len(data) > self.cut_after:
                    client.sendall(data[:self.cut_after - passed])
                    return
                passed += len(data)
                self._send(client, data)

    def _spoil(self, server, data):
        old, new = self.replace
        while any(data.endswith(old[:length]) for length in range(1, len(old))):
            more = server.recv(65536)  # the pattern may go on in the next piece
            if not more:
                break
            data += more
        self.replaced += data.count(old)
        return data.replace(old, new)

    def _send(self, client, data):
        if not self.drip:
            client.sendall(data)
            return
        for position in range(len(data)):
            if not self.drip:
                client.sendall(data[position:])
                return
            client.sendall(data[position:position + 1])
            time.sleep(self.drip)


def _shut(one):
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
