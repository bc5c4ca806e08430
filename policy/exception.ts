/** What an exception to a guard rail is. */

/** What an exception is for: all that is given must hold. Nothing given: everything. */
export interface Scope {
  /** Environments, by the stack's name. */
  readonly environments?: RegExp;
  /** Pulumi's type tokens. */
  readonly types?: readonly string[];
  /** Logical names of resources. */
  readonly name?: RegExp;
  /** Type token of a component that the resource stands in, directly or further down: a name alone anybody can choose. */
  readonly inside?: string;
  /** How the environment serves its site; for guard rails over a stack only. */
  readonly site?: "without domain" | "with CDN";
}

/** One exception. */
export interface Exception {
  /** The control's id. */
  readonly control: string;
  /** Where it holds, as people read it. */
  readonly where: string;
  /** Where it holds, one scope or several; none when no guard rail can see it, so that there is nothing to let pass. */
  readonly scopes: readonly Scope[];
  /** Why, as Markdown. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** The last day on which it holds, as YYYY-MM-DD; or for good. */
  readonly until: string | "permanent";
}
