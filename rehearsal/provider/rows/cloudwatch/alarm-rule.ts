/** Reads the rule of a composite alarm (CloudWatch API, PutCompositeAlarm, AlarmRule; User Guide, "Create a composite alarm"). */

/** Longest rule, most alarms and most elements that AWS takes. */
const limits = { characters: 10_240, alarms: 100, elements: 500 };

const states = ["ALARM", "OK", "INSUFFICIENT_DATA"];

/** Words of the rule: parentheses, commas, quoted names, and everything else between spaces. */
function wordsOf(rule: string): readonly string[] {
  return rule.match(/[(),]|"(?:[^"\\]|\\.)*"|[^\s(),"]+|"/g) ?? [];
}

/** Goes through the words of one rule from left to right. */
class Reader {
  /** References to alarms: names or ARNs, in the rule's order. */
  readonly alarms: string[] = [];
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  get #word(): string {
    return this.#words[this.#at] ?? "its end";
  }

  #fail(wanted: string): never {
    throw new Error(`it has ${this.#word} where ${wanted} should be`);
  }

  #take(word: string): void {
    if (this.#word !== word) this.#fail(word);
    this.#at++;
  }

  /** The whole rule. @throws Error that says what is wrong. */
  whole(): void {
    this.#alternatives();
    if (this.#at < this.#words.length) this.#fail("AND, OR or its end");
  }

  #alternatives(): void {
    this.#condition();
    while (this.#word === "AND" || this.#word === "OR") {
      this.#at++;
      this.#condition();
    }
  }

  #condition(): void {
    const word = this.#word;
    if (word === "TRUE" || word === "FALSE") {
      this.#at++;
    } else if (word === "NOT") {
      this.#at++;
      this.#condition();
    } else if (word === "(") {
      this.#at++;
      this.#alternatives();
      this.#take(")");
    } else if (states.includes(word)) {
      this.#at++;
      this.#take("(");
      this.#reference();
      this.#take(")");
    } else {
      this.#fail(`${states.join("(…), ")}(…), TRUE, FALSE, NOT or (`);
    }
  }

  #reference(): void {
    const word = this.#word;
    if (this.#at >= this.#words.length || /^([(),]|")$/.test(word)) this.#fail("the name of an alarm");
    this.alarms.push(word.startsWith('"') ? word.slice(1, -1).replace(/\\(.)/g, "$1") : word);
    this.#at++;
  }
}

/**
 * The alarms that a rule refers to, by name or ARN, each once.
 * @throws Error with what is wrong in the rule.
 */
export function alarmsIn(rule: string): readonly string[] {
  if (rule.length > limits.characters)
    throw new Error(`it has ${rule.length} characters: AWS takes at most ${limits.characters}`);
  const words = wordsOf(rule);
  const reader = new Reader(words);
  reader.whole();
  const alarms = [...new Set(reader.alarms)];
  if (alarms.length > limits.alarms)
    throw new Error(`it names ${alarms.length} alarms: AWS takes at most ${limits.alarms}`);
  const elements = reader.alarms.length + words.filter((word) => /^([()]|TRUE|FALSE)$/.test(word)).length;
  if (elements > limits.elements) throw new Error(`it has ${elements} elements: AWS takes at most ${limits.elements}`);
  return alarms;
}
