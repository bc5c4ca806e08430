/** A copy of the platform's programs and settings, for changes of which a preview is wanted. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";

/** What the stacks' programs and the guard rails are made of. */
const folders = ["components", "ops-lambdas", "policy", "stacks"];

/** The settings of a stack, as YAML gives them: whoever changes them knows their shape. */
// biome-ignore lint/suspicious/noExplicitAny: settings as YAML gives them.
export type Config = Record<string, any>;

/** A copied tree. */
export class Tree {
  /** Its root. */
  readonly root: string;

  private constructor(root: string) {
    this.root = root;
  }

  /**
   * Copies programs, settings and `package.json`; the packages are linked.
   *
   * @param from the repository, or a tree
   * @param to a folder that does not exist yet
   */
  static copy(from: string, to: string): Tree {
    mkdirSync(to, { recursive: true });
    const files = readdirSync(from).filter((name) => /^(?:Pulumi\.(?:\w+\.)?yaml|package(?:-lock)?\.json)$/.test(name));
    for (const name of [...folders, ...files]) {
      cpSync(join(from, name), join(to, name), { recursive: true, filter: (path) => !path.endsWith(".test.ts") });
    }
    symlinkSync(join(from, "node_modules"), join(to, "node_modules"));
    return new Tree(to);
  }

  /** Changes the settings of a stack. */
  settings(stack: string, change: (config: Config) => void): void {
    const file = join(this.root, `Pulumi.${stack}.yaml`);
    const settings = parse(readFileSync(file, "utf8")) as { config: Config };
    change(settings.config);
    writeFileSync(file, stringify(settings));
  }

  /**
   * Changes one place of a program.
   *
   * @throws Error when `before` is not in the file exactly once: the change would no longer be the one that is meant
   */
  edit(file: string, before: string, after: string): void {
    const path = join(this.root, file);
    const parts = readFileSync(path, "utf8").split(before);
    if (parts.length !== 2) throw new Error(`${file} has ${JSON.stringify(before)} ${parts.length - 1} times`);
    writeFileSync(path, parts.join(after));
  }

  /** Adds lines to the end of a program. */
  append(file: string, lines: string): void {
    const path = join(this.root, file);
    if (!existsSync(path)) throw new Error(`there is no ${file}`);
    writeFileSync(path, `${readFileSync(path, "utf8")}\n${lines}\n`);
  }
}
