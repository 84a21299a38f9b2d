#!/usr/bin/python3
"""fault_proxy.py - stands between the module and the database and spoils the bytes on their way.

    fault_proxy.py LISTEN SERVER [--control PATH] [--record PATH] [--fault "drip 1"]

LISTEN and SERVER are unix sockets. While it runs, the fault is changed by writing one line to the
control socket (the answer is "ok" or "error: ..."), or by FaultProxy.set() in Python:

    none                 bytes pass
    delay SECONDS        every piece from the server comes later
    drip BYTES           that many bytes a second come from the server
    cut BYTES            the connection ends after that many bytes from the server
    silent               nothing from the server arrives any more, not even its greeting
    refuse               connections are closed as soon as they are accepted
    flip OFFSET          the byte at that place of the server's stream has its bits turned round
    err NUMBER [TEXT]    the next greeting or answer is this error
    packet HEX           the next answer is this packet (payload only)

The count of bytes starts when a connection is made or a fault is set. `--record` appends what the
client sends, so that a test can show what left the module. Only for tests; knows nothing of SQL.

In Python a fault may be meant for some connections only, told apart by what their client has sent:
set("silent", only=b"web_change_log") or set("delay 0.1", spare=b"web_change_log").
"""
import argparse
import os
import select
import socket
import struct
import sys
import threading
import time

PIECE = 65536
REMEMBERED = 1 << 20  # bytes from the client of each connection, for `only` and `spare`
NO_FAULT = ("none", 0, None)


def error_packet(number, text, sequence):
    """An ERR packet of the client/server protocol; before the greeting it has no SQL state."""
    state = b"#HY000" if sequence else b""
    payload = b"\xff" + struct.pack("<H", number) + state + text.encode()
    return packet(payload, sequence)


def packet(payload, sequence):
    return struct.pack("<I", len(payload))[:3] + bytes([sequence]) + payload


class Connection:
    """One client, one server, two threads."""

    def __init__(self, proxy, client):
        self.proxy = proxy
        self.client = client
        self.server = None
        self.seen = None  # the fault that `passed` counts for
        self.passed = 0
        self.asked = False
        self.sent = bytearray()

    def run(self):
        if self.proxy.fault_for(self)[0] == "refuse":
            self.close()
            return
        try:
            self.server = socket.socket(socket.AF_UNIX)
            self.server.connect(self.proxy.server_path)
        except OSError:
            self.close()
            return
        threading.Thread(target=self.upstream, daemon=True).start()
        self.downstream()

    def upstream(self):
        try:
            while True:
                data = self.client.recv(PIECE)
                if not data:
                    break
                self.asked = True
                self.sent += data[:REMEMBERED - len(self.sent)]
                self.proxy.note(data)
                self.server.sendall(data)
        except OSError:
            pass
        self.close()

    def downstream(self):
        try:
            while True:
                data = self.server.recv(PIECE)
                if not data or not self.spoil(data):
                    break
        except OSError:
            pass
        self.close()

    def spoil(self, data):
        """Passes one piece on under the fault that is set now; False ends the connection."""
        fault = self.proxy.fault_for(self)
        if fault is not self.seen:
            self.seen, self.passed = fault, 0
        name, argument, text = fault
        start = self.passed
        self.passed += len(data)
        if name == "delay":
            time.sleep(argument)
        elif name == "silent":
            while self.proxy.fault is fault and not self.proxy.closing:
                if select.select([self.client], [], [], 0.05)[0] and not self.peek():
                    return False
            return self.spoil(data)
        elif name == "cut" and self.passed >= argument:
            self.client.sendall(data[:max(0, int(argument) - start)])
            return False
        elif name == "flip" and start <= argument < self.passed:
            spoiled = bytearray(data)
            spoiled[int(argument) - start] ^= 0xFF
            data = bytes(spoiled)
        elif name == "err":
            self.proxy.once(fault)
            data = error_packet(int(argument), text or "injected", 1 if self.asked else 0)
        elif name == "packet" and self.asked:
            self.proxy.once(fault)
            data = packet(bytes.fromhex(text), 1)
        elif name == "drip":
            return self.drip(data, max(1, int(argument)), fault)
        self.client.sendall(data)
        return True

    def peek(self):
        return self.client.recv(1, socket.MSG_PEEK)

    def drip(self, data, rate, fault):
        for at in range(0, len(data), rate):
            if self.proxy.fault is not fault:
                self.client.sendall(data[at:])
                return True
            self.client.sendall(data[at:at + rate])
            time.sleep(1)
        return True

    def close(self):
        for one in (self.client, self.server):
            if one is not None:
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
                one.close()
        self.proxy.connections.discard(self)


class FaultProxy:
    """with FaultProxy("p.sock", "db.sock") as proxy: proxy.set("drip 1")"""

    def __init__(self, listen_path, server_path, record=None):
        self.listen_path = listen_path
        self.server_path = server_path
        self.record = open(record, "ab", buffering=0) if record else None
        self.rule = (NO_FAULT, None, None)
        self.lock = threading.Lock()
        self.connections = set()
        self.accepted = 0
        self.closing = False
        self.listener = listening(listen_path)
        threading.Thread(target=self.accept, daemon=True).start()

    def set(self, line, only=None, spare=None):
        words = line.split(None, 2)
        if not words:
            raise ValueError("no fault named")
        name = words[0]
        if name in ("none", "silent", "refuse"):
            fault = (name, 0, None)
        elif name in ("delay", "drip", "cut", "flip", "err"):
            fault = (name, float(words[1]), words[2] if len(words) > 2 else None)
        elif name == "packet":
            bytes.fromhex(words[1])
            fault = (name, 0, words[1])
        else:
            raise ValueError("unknown fault " + name)
        # At once: no thread may see this fault with the connections of the one before.
        self.rule = (fault, only, spare)

    @property
    def fault(self):
        return self.rule[0]

    def fault_for(self, connection):
        fault, only, spare = self.rule
        if (only is None or only in connection.sent) and (spare is None or spare not in connection.sent):
            return fault
        return NO_FAULT

    def once(self, fault):
        """Ends a fault that is for one answer only, unless another was set meanwhile."""
        with self.lock:
            if self.fault is fault:
                self.rule = (NO_FAULT, None, None)

    def note(self, data):
        if self.record:
            self.record.write(data)

    def accept(self):
        while not self.closing:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            self.accepted += 1
            connection = Connection(self, client)
            self.connections.add(connection)
            threading.Thread(target=connection.run, daemon=True).start()

    def drop(self):
        """Ends every connection there is."""
        for connection in list(self.connections):
            connection.close()

    def close(self):
        self.closing = True
        try:
            self.listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self.listener.close()
        self.drop()
        if os.path.exists(self.listen_path):
            os.unlink(self.listen_path)

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()


def listening(path):
    if os.path.exists(path):
        os.unlink(path)
    one = socket.socket(socket.AF_UNIX)
    one.bind(path)
    os.chmod(path, 0o777)
    one.listen(128)
    return one


def answer(proxy, line):
    try:
        if line == "drop":
            proxy.drop()
        elif line == "count":
            return "%d\n" % proxy.accepted
        else:
            proxy.set(line)
    except (ValueError, IndexError) as problem:
        return "error: %s\n" % problem
    return "ok\n"


def serve_control(proxy, path):
    control = listening(path)
    while True:
        one, _ = control.accept()
        with one, one.makefile("rw") as stream:
            for line in stream:
                stream.write(answer(proxy, line.strip()))
                stream.flush()


def main():
    parser = argparse.ArgumentParser(description="Spoils bytes between a client and a database.")
    parser.add_argument("listen")
    parser.add_argument("server")
    parser.add_argument("--control")
    parser.add_argument("--record")
    parser.add_argument("--fault", default="none")
    options = parser.parse_args()
    proxy = FaultProxy(options.listen, options.server, options.record)
    proxy.set(options.fault)
    print("ready", flush=True)
    try:
        if options.control:
            serve_control(proxy, options.control)
        sys.stdin.read()
    except KeyboardInterrupt:
        pass
    proxy.close()


if __name__ == "__main__":
    main()
