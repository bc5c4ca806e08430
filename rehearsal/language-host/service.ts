/** Pulumi's LanguageRuntime service for programs that Node runs as they are. */
import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type handleServerStreamingCall, type handleUnaryCall, type ServiceError, status } from "@grpc/grpc-js";
import type { ILanguageRuntimeServer } from "@pulumi/pulumi/proto/language_grpc_pb.js";
import type { DependencyInfo, RunPluginRequest, RunPluginResponse } from "@pulumi/pulumi/proto/language_pb.js";
import { type Children, endChild } from "./children.ts";
import { pluginCommand, programCommand, programEnd } from "./program.ts";
import { Empty, language, plugin } from "./protos.ts";

/** The calls that a project of this repository needs; the others answer "unimplemented", which the engine understands. */
export type LanguageRuntime = Pick<
  ILanguageRuntimeServer,
  | "handshake"
  | "getPluginInfo"
  | "getRequiredPlugins"
  | "getRequiredPackages"
  | "about"
  | "getProgramDependencies"
  | "installDependencies"
  | "runtimeOptionsPrompts"
  | "run"
  | "runPlugin"
  | "cancel"
>;

/** What the service is given. */
export interface LanguageRuntimeOptions {
  /** The engine's address, which programs report to. */
  readonly engine: string;
  /** The version that the host reports. */
  readonly version: string;
  /** Where its processes are kept. */
  readonly children: Children;
}

/** Makes the service. */
export function languageRuntime(options: LanguageRuntimeOptions): LanguageRuntime {
  return {
    handshake: answer(() => new language.LanguageHandshakeResponse()),
    getPluginInfo: answer(() => new plugin.PluginInfo().setVersion(options.version)),
    // None: the providers of a rehearsal stand on PATH. What is named here the engine would want to download.
    getRequiredPlugins: answer(() => new language.GetRequiredPluginsResponse()),
    getRequiredPackages: answer(() => new language.GetRequiredPackagesResponse()),
    about: answer(() => new language.AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
    getProgramDependencies: answer((request) =>
      new language.GetProgramDependenciesResponse().setDependenciesList(
        dependencies(request.getInfo()?.getProgramDirectory() ?? request.getPwd()),
      ),
    ),
    installDependencies: (call) => {
      const text = "The packages are installed with the project: npm ci\n";
      call.write(new language.InstallDependenciesResponse().setStdout(Buffer.from(text)));
      call.end();
    },
    runtimeOptionsPrompts: answer(() => new language.RuntimeOptionsResponse()),
    run: runHandler(options),
    runPlugin: runPluginHandler(options.children),
    cancel: (_call, callback) => {
      options.children.end().then(
        () => callback(null, new Empty()),
        (error: Error) => callback(serviceError(error)),
      );
    },
  };
}

/** A call whose answer is ready at once; what it throws becomes the call's error. */
function answer<Request, Response>(make: (request: Request) => Response): handleUnaryCall<Request, Response> {
  return (call, callback) => {
    try {
      callback(null, make(call.request));
    } catch (error) {
      callback(serviceError(error));
    }
  };
}

function serviceError(error: unknown): Partial<ServiceError> {
  return { code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) };
}

function runHandler({ engine, children }: LanguageRuntimeOptions): LanguageRuntime["run"] {
  return (call, callback) => {
    try {
      const child = children.start(programCommand(call.request, engine, process.env), "inherit");
      // The engine has gone or has given up: nobody waits for the program's outcome any more.
      call.on("cancelled", () => void endChild(child));
      child.once("error", (error) => callback(serviceError(error)));
      child.once("exit", (code, signal) => {
        const end = programEnd(code, signal);
        const response = new language.RunResponse();
        if (end.kind === "bail") response.setBail(true);
        if (end.kind === "error") response.setError(end.message);
        callback(null, response);
      });
    } catch (error) {
      callback(serviceError(error));
    }
  };
}

function runPluginHandler(children: Children): handleServerStreamingCall<RunPluginRequest, RunPluginResponse> {
  return (call) => {
    try {
      const child = children.start(pluginCommand(call.request), "pipe");
      call.on("cancelled", () => void endChild(child));
      child.stdout?.on("data", (data: Buffer) => call.write(new language.RunPluginResponse().setStdout(data)));
      child.stderr?.on("data", (data: Buffer) => call.write(new language.RunPluginResponse().setStderr(data)));
      child.once("error", (error) => call.destroy(Object.assign(error, serviceError(error))));
      // "close", not "exit": only then is all that it wrote here.
      child.once("close", (code) => {
        call.write(new language.RunPluginResponse().setExitcode(code ?? 1));
        call.end();
      });
    } catch (error) {
      call.destroy(Object.assign(new Error(), serviceError(error)));
    }
  };
}

/** The direct dependencies of the program's package with their installed versions; what is not installed is left out. */
function dependencies(directory: string): DependencyInfo[] {
  const from = pathToFileURL(path.join(directory, "index.js"));
  const own = findPackageJSON(".", from);
  if (own === undefined) return [];
  const names = Object.keys(readPackage(own).dependencies ?? {});
  return names.flatMap((name) => {
    const version = installedVersion(name, from);
    return version === undefined ? [] : [new language.DependencyInfo().setName(name).setVersion(version)];
  });
}

function installedVersion(name: string, from: URL): string | undefined {
  try {
    const file = findPackageJSON(name, from);
    return file === undefined ? undefined : readPackage(file).version;
  } catch {
    return undefined;
  }
}

function readPackage(file: string): { version?: string; dependencies?: Record<string, string> } {
  return JSON.parse(readFileSync(file, "utf8"));
}
