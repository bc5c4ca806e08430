/** What a diagram shows, before anything has a place: groups, boxes with rows, and who reaches whom. Plain data. */
import type { IconName } from "./icons.ts";

/** A frame around boxes and other frames, as AWS's own diagrams draw an account, a region or a VPC. */
export interface Group {
  /** Unique among the groups. */
  readonly id: string;
  /** The frame around it; missing for the outermost. */
  readonly parent?: string;
  readonly kind: "account" | "global" | "region" | "vpc" | "part";
  readonly label: string;
  /** What is in it and reached by nothing that is drawn: cards in rows below the rest. Default: none. */
  readonly shelf?: readonly Row[];
}

/** One card: a resource, or several of a kind. */
export interface Row {
  /** Unique in the diagram. */
  readonly id: string;
  readonly icon: IconName;
  readonly title: string;
  /** The second line. Default: none. */
  readonly detail?: string;
}

/** Cards below each other that keep together. */
export interface Box {
  /** Unique in the diagram. */
  readonly id: string;
  /** The group around it; missing for what is outside of AWS. */
  readonly group?: string;
  /** Above the cards. Default: no heading, and no frame around the cards. */
  readonly heading?: string;
  /** One list of cards, or, in a VPC, one for each zone. */
  readonly cells: readonly (readonly Row[])[];
  /** Each card hands on to the next one. Default: false. */
  readonly isChain?: boolean;
}

/** A subnet: a cell of the boxes of a VPC that are in it. */
export interface Subnet {
  readonly id: string;
  readonly label: string;
  /** Its boxes, side by side. */
  readonly boxes: readonly string[];
  /** The zone's place among the zones, and so the cell of the boxes. */
  readonly zone: number;
  readonly isPublic: boolean;
}

/** What an arrow means, and how it is drawn. */
export type EdgeKind = "traffic" | "alert" | "backup" | "support";

/** An arrow between two cards, or from a box's whole side. */
export interface Edge {
  /** Id of a row or of a box. */
  readonly from: string;
  /** Id of a row or of a box. */
  readonly to: string;
  readonly kind: EdgeKind;
  /** What flows, in a word or two. Default: nothing is written. */
  readonly label?: string;
}

/** A whole diagram. */
export interface Diagram {
  readonly title: string;
  /** What a person who cannot see it should know. */
  readonly description: string;
  readonly groups: readonly Group[];
  readonly boxes: readonly Box[];
  /** Names of the zones, in the order of the cells of the VPC's boxes. */
  readonly zones: readonly string[];
  readonly subnets: readonly Subnet[];
  readonly edges: readonly Edge[];
}
