#!/usr/bin/env python3
"""test_demo.py - the demo ends by itself, and after Ctrl-C at any moment, and
leaves no process and no folder; without root it says what it lacks."""
import glob, os, random, shutil, signal, subprocess, sys, tempfile, time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import lab

PREFIX = "cd%d-" % os.getpid()
DEMO = os.path.join(lab.TOP, "scripts", "demo")


def start(**more):
    return subprocess.Popen([DEMO], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                            stdin=subprocess.DEVNULL, start_new_session=True, env=dict(os.environ, CONSULTD_LAB=PREFIX, **more))


def left():
    """Folders and processes that name one of our labs."""
    out = glob.glob("/tmp/" + PREFIX + "*")
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open("/proc/%s/cmdline" % pid, "rb") as f:
                words = f.read().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if "/tmp/" + PREFIX in words:
            out.append("process %s: %s" % (pid, words[:100]))
    return out


def check_left():
    end = time.monotonic() + lab.PATIENCE
    while left() and time.monotonic() < end:
        time.sleep(0.1)
    assert not left(), left()


def test_it_runs():
    before = os.umask(0o077)  # as careful administrators have it
    try:
        run = start()
    finally:
        os.umask(before)
    out = run.communicate(timeout=4 * lab.PATIENCE)[0]
    assert run.returncode == 0, out[-3000:]
    for words in ("33954:", "They differ in Age", "How old is the patient", "Report 33951", "A coder will answer",
                  "auto-submitted", "delivery-report", " list", "All ended cleanly"):
        assert words in out, (words, out)
    check_left()


def test_ctrl_c_at_any_moment():
    seed = random.SystemRandom().randrange(1 << 32)
    chance = random.Random(seed)
    print("  seed %d" % seed)
    for i in range(8):
        run = start()
        time.sleep(chance.random() * (2 if i % 2 else 7))
        for _ in range(1 + i % 3):
            try:
                os.killpg(run.pid, signal.SIGINT)
            except ProcessLookupError:
                pass
            time.sleep(0.05)
        out = run.communicate(timeout=lab.PATIENCE)[0]
        # Before its first line Python itself may still be starting.
        assert run.returncode in (130, 0) or "ports" not in out, (run.returncode, out[-2000:])
        check_left()


def test_beside_another_mail_server():
    """Dovecot and Postfix are unpacked into the folder, not installed."""
    with tempfile.TemporaryDirectory(prefix="cd-") as folder:
        fetched = subprocess.run(["apt-get", "-qq", "-o", "APT::Sandbox::User=root", "download", "postfix"],
                                 cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if fetched.returncode != 0:
        print("  SKIPPED: apt-get reaches no archive here (or lacks an apt-get update)")
        return
    run = start(MT_UNPACK="1")
    out = run.communicate(timeout=4 * lab.PATIENCE)[0]
    assert run.returncode == 0 and "unpacking into" in out and "All ended cleanly" in out, out[-3000:]
    check_left()


def test_without_root():
    # A copy: other accounts cannot enter a clone in a home folder.
    with tempfile.TemporaryDirectory(prefix="cd-") as folder:
        os.chmod(folder, 0o755)
        for part in ("scripts", "tests/live"):
            shutil.copytree(os.path.join(lab.TOP, part), os.path.join(folder, part))
        run = subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                              os.path.join(folder, "scripts", "demo")],
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL)
    assert run.returncode == 77 and "needs root" in run.stdout, run


if __name__ == "__main__":
    sys.exit(lab.run_tests([v for k, v in globals().items() if k.startswith("test_")]))
