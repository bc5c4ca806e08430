// Loaded into each program before anything else: ends the process as soon as the language host is gone, however it ended.
// The host holds the other end of file descriptor 3; the system closes it even when the host is killed.
import { Socket } from "node:net";

const pipe = new Socket({ fd: 3, readable: true, writable: false });
const end = () => process.kill(process.pid, "SIGKILL");
pipe.on("end", end).on("error", end).on("close", end).resume();
// It must not keep a program alive that is done.
pipe.unref();
