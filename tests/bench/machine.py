"""Where and with what a bench ran: for bench.json and the head of every table."""
import os
import pathlib
import platform
import re
import subprocess

COMMANDS = {
    "httpd": ["/usr/sbin/apache2", "-v"],
    "MariaDB": ["/usr/sbin/mariadbd", "--no-defaults", "--version"],
    "Varnish": ["/usr/sbin/varnishd", "-V"],
    "nginx": ["/usr/sbin/nginx", "-v"],
    "PHP": ["php", "--version"],
    "wrk": ["wrk", "--version"],
    "h2load": ["h2load", "--version"],
}
PACKAGES = ["apache2-bin", "mariadb-server-core", "nginx", "varnish", "php8.2-fpm", "wordpress", "wordpress-theme-twentytwentythree",
            "wrk", "nghttp2-client"]


def first_line(command):
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return None
    lines = (done.stdout + done.stderr).splitlines()
    return lines[0].strip() if lines else None


def packages():
    done = subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *PACKAGES], capture_output=True, text=True, check=False)
    return dict(line.split(" ", 1) for line in done.stdout.splitlines() if " " in line)


def facts():
    cpu = pathlib.Path("/proc/cpuinfo").read_text("utf-8", "replace")
    memory = pathlib.Path("/proc/meminfo").read_text()
    model = re.search(r"^model name\s*: (.*)$", cpu, re.M)
    return {
        "cpu": model[1] if model else platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mb": int(re.search(r"MemTotal: +(\d+)", memory)[1]) // 1024,
        "kernel": platform.release(),
        "load_at_start": os.getloadavg(),
        "versions": {name: first_line(command) for name, command in COMMANDS.items()},
        "packages": packages(),
    }


def commit(root):
    """What was measured, as git knows it; None outside of a checkout."""
    try:
        done = subprocess.run(["git", "-C", str(root), "describe", "--always", "--dirty"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() or None
