/** Draws how an alarm or an event reaches people: alarms and rules by topic, topics, queues, functions, Slack, e-mail. */
import { count, type Draft } from "./draft.ts";
import type { IconName } from "./icons.ts";
import type { Row } from "./model.ts";
import { groupBy, type Resource } from "./resources.ts";

const topicType = "sns/topic:Topic";
const queueType = "sqs/queue:Queue";
const functionType = "lambda/function:Function";

/** Adds the topics and all that is before and behind them. */
export function drawAlerts(draft: Draft): void {
  const topics = groupBy(draft.graph.ofType(topicType), (topic) => draft.regionOf(topic));
  for (const [region, inRegion] of topics) {
    const group = region === draft.place.region ? "alerting" : region;
    const sources = sourcesIn(draft, region);
    const isSilent = (topic: Resource) =>
      !sources.some(({ target }) => draft.graph.named(target, topicType).includes(topic));
    // Those that something publishes to come first, so that arrows go straight.
    const rank = (topic: Resource) => rankOf(draft, topic) + (isSilent(topic) ? 100 : 0);
    const sorted = inRegion.toSorted((a, b) => rank(a) - rank(b));
    drawSources(draft, group, region, sorted, sources);
    drawTopics(draft, group, region, sorted);
  }
  drawDelivery(draft);
  drawSubscriptions(draft);
}

/** The most urgent first; topics of no severity last. */
function rankOf(draft: Draft, topic: Resource): number {
  const rank = ["critical", "warning", "info", "path"].indexOf(titleOf(draft, topic));
  return rank === -1 ? 9 : rank;
}

function titleOf(draft: Draft, resource: Resource): string {
  return draft.short(resource).replace(/^alerts-/, "");
}

function drawTopics(draft: Draft, group: string, region: string, topics: readonly Resource[]): void {
  const rows = topics.map((topic): Row => {
    const id = `topic ${topic.name}`;
    draft.show([topic], id);
    for (const source of draft.boxes.find((box) => box.id === `sources ${region}`)?.cells.flat() ?? []) {
      if (source.id === `to ${topic.name}`) draft.connect(source.id, id, "alert");
    }
    return { id, icon: "topic", title: titleOf(draft, topic) };
  });
  draft.boxes.push({ id: `topics ${region}`, group, heading: "SNS topics", cells: [rows] });
}

/** Whatever publishes to topics of a region, one card for each kind and topic. */
interface Source {
  readonly noun: string;
  readonly icon: IconName;
  readonly resource: Resource;
  readonly target: unknown;
}

function sourcesIn(draft: Draft, region: string): Source[] {
  const { graph } = draft;
  const of = (
    types: readonly string[],
    noun: string,
    icon: IconName,
    target: (inputs: Resource["inputs"]) => unknown,
  ) => graph.ofType(...types).map((resource) => ({ noun, icon, resource, target: target(resource.inputs) }));
  const all: Source[] = [
    ...of(
      ["cloudwatch/metricAlarm:MetricAlarm", "cloudwatch/compositeAlarm:CompositeAlarm"],
      "alarm",
      "alarm",
      (i) => i.alarmActions,
    ),
    ...of(["cloudwatch/eventTarget:EventTarget"], "event rule", "event", (i) => i.arn),
    ...of(["rds/eventSubscription:EventSubscription"], "database event", "event", (i) => i.snsTopic),
    ...of(["backup/vaultNotifications:VaultNotifications"], "backup event", "event", (i) => i.snsTopicArn),
    ...of(["scheduler/schedule:Schedule"], "schedule", "schedule", (i) => i.target),
    ...of(
      ["sesv2/configurationSetEventDestination:ConfigurationSetEventDestination"],
      "mail event",
      "mail",
      (i) => i.eventDestination,
    ),
    ...of(["budgets/budget:Budget"], "budget", "money", (i) => i.notifications),
    ...of(
      ["costexplorer/anomalySubscription:AnomalySubscription"],
      "cost anomaly alert",
      "money",
      (i) => i.subscribers,
    ),
  ];
  return all.filter(({ target }) => graph.named(target, topicType).some((topic) => draft.regionOf(topic) === region));
}

/** One card for each topic, so that arrows go straight: what there is most of in the first line. */
function drawSources(
  draft: Draft,
  group: string,
  region: string,
  topics: readonly Resource[],
  sources: readonly Source[],
): void {
  const rows = topics.flatMap((topic): Row[] => {
    const own = sources.filter(({ target }) => draft.graph.named(target, topicType).includes(topic));
    const [first] = own;
    if (!first) return [];
    const id = `to ${topic.name}`;
    draft.show(
      own.map(({ resource }) => resource),
      id,
    );
    const counts = [...groupBy(own, ({ noun }) => noun)].map(([noun, { length }]) => count(length, noun));
    const [title = "", ...others] = counts;
    return [{ id, icon: first.icon, title, ...(others.length > 0 && { detail: others.join(", ") }) }];
  });
  if (rows.length > 0)
    draft.boxes.push({ id: `sources ${region}`, group, heading: "Alarms and events", cells: [rows] });
}

/** The queues and functions in the order in which an alert passes them. */
function deliveryOf({ graph }: Draft): Resource[] {
  const subscribed = graph.ofType("sns/topicSubscription:TopicSubscription").map(({ inputs }) => inputs.endpoint);
  const found = graph.named(subscribed, queueType);
  const dead = new Set(deadLetterQueues(graph.ofType(queueType), graph));
  for (const step of found) {
    const next = step.type.endsWith("Queue") ? readersOf(graph, step) : graph.named(step.inputs.environment, queueType);
    for (const each of next) if (!found.includes(each) && !dead.has(each)) found.push(each);
  }
  return found;
}

function readersOf(graph: Draft["graph"], queue: Resource): Resource[] {
  const mappings = graph
    .ofType("lambda/eventSourceMapping:EventSourceMapping")
    .filter(({ inputs }) => graph.named(inputs.eventSourceArn, queueType).includes(queue));
  return graph.named(
    mappings.map(({ inputs }) => inputs.functionName),
    functionType,
  );
}

/** Queues that others send to when they cannot deliver. */
function deadLetterQueues(queues: readonly Resource[], graph: Draft["graph"]): Resource[] {
  const senders = [...queues, ...graph.ofType("sns/topicSubscription:TopicSubscription")].map(
    ({ inputs }) => inputs.redrivePolicy,
  );
  const targets = graph.ofType("cloudwatch/eventTarget:EventTarget").map(({ inputs }) => inputs.deadLetterConfig);
  return graph.named([senders, targets], queueType);
}

function drawDelivery(draft: Draft): void {
  const { graph } = draft;
  const steps = deliveryOf(draft);
  if (steps.length === 0) return;
  const rows = steps.map((step): Row => {
    const id = `delivery ${step.type} ${step.name}`;
    draft.show([step], id);
    const title = titleOf(draft, step);
    if (step.type.endsWith("Function")) return { id, icon: "function", title, detail: "Lambda function" };
    return { id, icon: "queue", title, detail: step.inputs.fifoQueue === true ? "SQS queue, FIFO" : "SQS queue" };
  });
  draft.boxes.push({ id: "delivery", group: "alerting", heading: "Delivery", cells: [rows], isChain: true });
  drawSupport(draft, steps);
  const slack = steps.find((step) => graph.named(step.inputs.environment, "secretsmanager/secret:Secret").length > 0);
  if (!slack) return;
  draft.boxes.push({
    id: "slack",
    cells: [[{ id: "slack-row", icon: "chat", title: "Slack", detail: "on-call channels" }]],
  });
  draft.connect(draft.rowsOf(slack)[0], "slack-row", "alert", "webhooks");
}

/** What the functions keep and read, and where goes what cannot be delivered. */
function drawSupport(draft: Draft, steps: readonly Resource[]): void {
  const { graph } = draft;
  const environments = steps.map(({ inputs }) => inputs.environment);
  const tables = graph.named(environments, "dynamodb/table:Table");
  const secrets = graph.named(environments, "secretsmanager/secret:Secret");
  const dead = deadLetterQueues(graph.ofType(queueType), graph);
  const rows: Row[] = [];
  const add = (resources: readonly Resource[], row: Row) => {
    if (resources.length === 0) return;
    rows.push(row);
    draft.show(resources, row.id);
    draft.connect("delivery", "support", "support");
  };
  const names = tables.map((table) => draft.short(table)).join(", ");
  add(tables, { id: "support-tables", icon: "table", title: names, detail: count(tables.length, "DynamoDB table") });
  add(secrets, {
    id: "support-secrets",
    icon: "lock",
    title: "Webhook secrets",
    detail: `${secrets.length}, Secrets Manager`,
  });
  add(dead, { id: "support-dead", icon: "dead", title: "Dead letters", detail: count(dead.length, "SQS queue") });
  draft.boxes.push({ id: "support", group: "alerting", heading: "Kept beside", cells: [rows] });
}

function drawSubscriptions(draft: Draft): void {
  const { graph } = draft;
  const subscriptions = graph.ofType("sns/topicSubscription:TopicSubscription");
  const isMail = ({ inputs }: Resource) => inputs.protocol === "email";
  if (subscriptions.some(isMail)) {
    const row: Row = { id: "email-row", icon: "envelope", title: "E-mail", detail: "pages, and fallback" };
    draft.boxes.push({ id: "email", cells: [[row]] });
  }
  for (const subscription of subscriptions) {
    const [topic] = graph.named(subscription.inputs.topic, topicType);
    const from = topic && draft.rowsOf(topic)[0];
    for (const queue of graph.named(subscription.inputs.endpoint, queueType)) {
      draft.connect(from, draft.rowsOf(queue)[0], "alert");
    }
    if (isMail(subscription)) draft.connect(from, "email-row", "alert");
  }
}
