"""Talks to the kernel as a front end does, and says what is wrong.

    python talk.py KERNEL_DATA_FOLDER
"""

import sys
import time

from jupyter_client.manager import KernelManager

manager = KernelManager(kernel_name="meanwhile")
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=30)


def published_until_idle(message_id):
    found = []
    while True:
        message = client.get_iopub_msg(timeout=30)
        if message["parent_header"].get("msg_id") != message_id:
            continue
        if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
            return found
        found.append(message)


def run(code, **options):
    message_id = client.execute(code, **options)
    published = published_until_idle(message_id)
    reply = client.get_shell_msg(timeout=30)
    return reply["content"], published


def texts(published):
    return "".join(it["content"]["text"] for it in published if it["msg_type"] == "stream")


def check(is_so, *what):
    if not is_so:
        print("wrong:", *what)
        manager.shutdown_kernel(now=True)
        sys.exit(1)


# Values, variables, printed lines.
reply, published = run("let n = 20; print(`n is ${n}`); n * 2")
check(reply["status"] == "ok" and reply["execution_count"] == 1, reply)
check(texts(published) == "n is 20\n", published)
results = [it["content"]["data"] for it in published if it["msg_type"] == "execute_result"]
check(results == [{"text/plain": "40"}], results)

# A picture where there is something to see, in three forms.
_, published = run("await [spawn sleep(0.1), spawn sleep(0.1)]; ()")
shown = [it["content"]["data"] for it in published if it["msg_type"] == "display_data"]
check(len(shown) == 1 and shown[0]["image/svg+xml"].startswith("<svg"), shown)
check("sandbox=\"allow-scripts\"" in shown[0]["text/html"] and "│ main" in shown[0]["text/plain"], shown)

# An error has its report; cells that wait behind it do not run.
failing = client.execute("print(nosuch)")
waiting = client.execute("print(`never`)")
published = published_until_idle(failing)
errors = [it["content"] for it in published if it["msg_type"] == "error"]
check(len(errors) == 1 and "nosuch" in errors[0]["evalue"], published)
check(any("^^^^^^" in row for row in errors[0]["traceback"]), errors)
check(client.get_shell_msg(timeout=30)["content"]["status"] == "error")
second = client.get_shell_msg(timeout=30)["content"]["status"]
check(second == "aborted" or second == "ok", second)
published_until_idle(waiting)

# The session lives on, and what goes on in the background prints.
_, published = run("let e = event(); let t = spawn || { e.wait(); print(`from behind`) }; n + 1")
check("goes on in the background" in texts(published) and ":cancel" not in texts(published), published)
_, published = run("e.set(); await t")
check("from behind" in texts(published), published)

# An interrupt ends what runs, waiting or computing, and nothing else.
for code in ["loop { }", "sleep(1000)", "sleep_blocking(1000)"]:
    message_id = client.execute(code)
    while client.get_iopub_msg(timeout=30)["msg_type"] != "execute_input":
        pass
    time.sleep(0.2)
    began = time.monotonic()
    manager.interrupt_kernel()
    published_until_idle(message_id)
    reply = client.get_shell_msg(timeout=30)["content"]
    check(reply["status"] == "error" and reply["evalue"] == "Stopped.", code, reply)
    check(time.monotonic() - began < 10, code)
# One that comes while nothing runs is for nothing. It takes another way than a cell, so it is given some time.
manager.interrupt_kernel()
time.sleep(1)
reply, published = run("print(`still ${n}`)")
check(texts(published) == "still 20\n", reply, published)

# Completion counts characters, not bytes.
reply = client.complete("/* ü */ slee", reply=True, timeout=30)["content"]
check("sleep(" in reply["matches"] and reply["cursor_start"] == 8 and reply["cursor_end"] == 12, reply)
reply = client.complete("let name = 1; n", cursor_pos=15, reply=True, timeout=30)["content"]
check("n" in reply["matches"], reply)
reply = client.inspect("await sleep(1)", 8, reply=True, timeout=30)["content"]
check(reply["found"] and "waits" in reply["data"]["text/plain"], reply)
reply = client.inspect("fs::read(1)", 5, reply=True, timeout=30)["content"]
check("file" in reply["data"]["text/plain"], reply)
client.is_complete("fn f() {")
check(client.get_shell_msg(timeout=30)["content"]["status"] == "incomplete")
client.is_complete("fn f() { }")
check(client.get_shell_msg(timeout=30)["content"]["status"] == "complete")

# A notebook is a document: its cells reach their own files only.
reply, _ = run("fs::read(`/etc/hostname`)")
check(reply["status"] == "error", reply)
reply, _ = run("fs::write(`own.txt`, `mine`); fs::read(`own.txt`)")
check(reply["status"] == "ok", reply)

# What a script says is harmless.
_, published = run(r'print("\x1b]0;title\x07<script>alert(1)</script>"); mark("</title><script>1</script>"); sleep(0.2)')
check("\x1b" not in texts(published) and "\x07" not in texts(published), published)
shown = [it["content"]["data"] for it in published if it["msg_type"] == "display_data"]
for form in [shown[0]["text/html"], shown[0]["image/svg+xml"]]:
    check("<script>alert" not in form and "<script>1" not in form, form)

reply, published = run(":reset")
check("fresh start" in texts(published), published)
reply, _ = run("n")
check(reply["status"] == "error", reply)

client.stop_channels()
manager.shutdown_kernel()
check(not manager.is_alive())
print("all is well")
