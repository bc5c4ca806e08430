/** Rows of Amazon SNS. */
import type { Row } from "../../row.ts";
import { topicSubscription } from "./subscription.ts";
import { topic } from "./topic.ts";
import { topicPolicy } from "./topic-policy.ts";

/** All rows of SNS. */
export const rows: readonly Row[] = [topic, topicPolicy, topicSubscription];
