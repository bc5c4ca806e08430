/** Rows of CloudWatch Logs' deliveries (vended logs): source, destination, and the delivery from one to the other. */
import type { Call, Facts, Properties, Row, Rule } from "../../row.ts";
import { tagChanges } from "../helpers.ts";
import { text } from "../known.ts";

const sourceType = "aws:cloudwatch/logDeliverySource:LogDeliverySource";
const destinationType = "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination";
const deliveryType = "aws:cloudwatch/logDelivery:LogDelivery";
const notFound = "ResourceNotFoundException";

function logs(operation: string, parameters: Properties, ignore: readonly string[] = []): Call {
  return { service: "logs", operation, parameters, ...(ignore.length > 0 ? { ignore } : {}) };
}

function tagCalls(resourceArn: string, previous: Properties, facts: Facts): Call[] {
  const { set, removed } = tagChanges(facts.tags, previous.tagsAll);
  return [
    ...(removed.length > 0 ? [logs("UntagResource", { resourceArn, tagKeys: removed })] : []),
    ...(Object.keys(set).length > 0 ? [logs("TagResource", { resourceArn, tags: set })] : []),
  ];
}

/** CloudWatch Logs takes no empty list of tags. */
const withTags = (facts: Facts) => (Object.keys(facts.tags).length > 0 ? { tags: facts.tags } : {});

const nameRule: Rule = {
  source: "CloudWatch Logs API, PutDeliverySource and PutDeliveryDestination: name",
  check: ({ name }) =>
    text(name) !== undefined && !/^[\w-]{1,60}$/.test(name)
      ? `the name ${name} is refused: CloudWatch Logs takes 1 to 60 letters, digits, - and _`
      : undefined,
};

/** Type `aws:cloudwatch/logDeliverySource:LogDeliverySource`. Its id is its name. */
export const logDeliverySource: Row = {
  type: sourceType,
  taggable: true,
  autoName: { property: "name", maxLength: 60 },
  required: ["logType", "resourceArn"],
  replaceOn: ["logType", "name", "resourceArn"],
  identify: ({ name }) => String(name),
  attributes: ({ resourceArn }, id, facts) => ({
    arn: facts.arn("logs", `delivery-source:${id}`),
    service: text(resourceArn)?.split(":")[2],
  }),
  create: {
    call: ({ name, logType, resourceArn }, facts) =>
      logs("PutDeliverySource", { name, logType, resourceArn, ...withTags(facts) }),
  },
  read: {
    call: (id) => logs("GetDeliverySource", { name: id }),
    properties: ({ deliverySource: found }) =>
      found && {
        logType: found.logType,
        resourceArn: found.resourceArns[0],
        service: found.service,
        tagsAll: found.tags ?? {},
      },
    gone: [notFound],
  },
  update: (id, _inputs, previous, facts) => tagCalls(facts.arn("logs", `delivery-source:${id}`), previous, facts),
  delete: (id) => [logs("DeleteDeliverySource", { name: id }, [notFound])],
  rules: [
    nameRule,
    {
      source: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging.html",
      check: ({ resourceArn, logType }, _world, facts) => {
        if (!/^arn:[\w-]+:cloudfront::/.test(text(resourceArn) ?? "")) return undefined;
        if (facts.region !== "us-east-1")
          return `the delivery source of the distribution is in ${facts.region}: CloudFront's logs are delivered from us-east-1, give region us-east-1`;
        return [undefined, "ACCESS_LOGS", "CONNECTION_LOGS"].includes(text(logType))
          ? undefined
          : `the logType of a distribution is ${logType}: CloudFront has ACCESS_LOGS and CONNECTION_LOGS`;
      },
    },
    {
      source: "CloudWatch Logs API, PutDeliverySource: ConflictException, ResourceNotFoundException",
      when: "creation",
      check: ({ name, resourceArn, logType }, world) => {
        const distributions = world.all("aws:cloudfront/distribution:Distribution");
        const isDistribution = /:cloudfront::/.test(text(resourceArn) ?? "");
        if (isDistribution && !distributions.some(({ properties }) => properties.arn === resourceArn))
          return `the distribution ${resourceArn} does not exist`;
        const others = world.all(sourceType).map(({ properties }) => properties);
        const twin = others.find((other) => other.resourceArn === resourceArn && other.logType === logType);
        if (twin) return `${resourceArn} has the delivery source ${twin.name} for ${logType} already: it takes one`;
        return others.some((other) => other.name === name)
          ? `a delivery source named ${name} exists already`
          : undefined;
      },
    },
  ],
};

/** Type `aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination`. Its id is its name. */
export const logDeliveryDestination: Row = {
  type: destinationType,
  taggable: true,
  autoName: { property: "name", maxLength: 60 },
  required: [],
  replaceOn: ["name", "outputFormat"],
  identify: ({ name }) => String(name),
  attributes: (_inputs, id, facts) => ({
    arn: facts.arn("logs", `delivery-destination:${id}`),
    deliveryDestinationType: "S3",
  }),
  create: { call: (inputs, facts) => putDestination(inputs, withTags(facts)) },
  read: {
    call: (id) => logs("GetDeliveryDestination", { name: id }),
    properties: ({ deliveryDestination: found }) =>
      found && {
        outputFormat: found.outputFormat,
        deliveryDestinationType: found.deliveryDestinationType,
        deliveryDestinationConfiguration: found.deliveryDestinationConfiguration,
        tagsAll: found.tags ?? {},
      },
    gone: [notFound],
  },
  update: (id, inputs, previous, facts) => [
    putDestination(inputs, {}),
    ...tagCalls(facts.arn("logs", `delivery-destination:${id}`), previous, facts),
  ],
  delete: (id) => [logs("DeleteDeliveryDestination", { name: id }, [notFound])],
  rules: [
    nameRule,
    {
      source: "CloudWatch Logs API, PutDeliveryDestination: outputFormat",
      check: ({ outputFormat }) => {
        const formats = ["json", "plain", "w3c", "raw", "parquet"];
        return text(outputFormat) === undefined || formats.includes(outputFormat)
          ? undefined
          : `outputFormat is ${outputFormat}: CloudWatch Logs takes ${formats.join(", ")}`;
      },
    },
    {
      source: "CloudWatch Logs API, DeliveryDestinationConfiguration: destinationResourceArn",
      check: ({ deliveryDestinationConfiguration }) => {
        const arn = text(deliveryDestinationConfiguration?.destinationResourceArn);
        if (arn === undefined || arn.startsWith("arn:aws:s3:::")) return undefined;
        return `the rehearsal knows deliveries to buckets only, not to ${arn}: extend rehearsal/provider/rows/logs/delivery.ts`;
      },
    },
    {
      source: "CloudWatch Logs API, PutDeliveryDestination: ResourceNotFoundException",
      when: "creation",
      check: ({ deliveryDestinationConfiguration }, world) => {
        const arn = text(deliveryDestinationConfiguration?.destinationResourceArn);
        const bucket = arn?.replace("arn:aws:s3:::", "").split("/")[0];
        return bucket !== undefined && world.find("aws:s3/bucket:Bucket", bucket) === undefined
          ? `the bucket ${bucket} of the delivery destination does not exist`
          : undefined;
      },
    },
  ],
};

const putDestination = ({ name, outputFormat, deliveryDestinationConfiguration }: Properties, tags: Properties) =>
  logs("PutDeliveryDestination", {
    name,
    ...(outputFormat === undefined ? {} : { outputFormat }),
    deliveryDestinationConfiguration,
    ...tags,
  });

/** What is delivered, and under which keys. */
const content = ({ recordFields, fieldDelimiter, s3DeliveryConfigurations }: Properties) => ({
  ...(recordFields === undefined ? {} : { recordFields }),
  ...(fieldDelimiter === undefined ? {} : { fieldDelimiter }),
  ...(s3DeliveryConfigurations === undefined ? {} : { s3DeliveryConfiguration: s3DeliveryConfigurations[0] }),
});

/** Type `aws:cloudwatch/logDelivery:LogDelivery`, recorded only. Another source or destination replaces it. */
export const logDelivery: Row = {
  type: deliveryType,
  recorded: "MiniStack 1.5.33 gives deliveries ids with hyphens, which AWS's own model refuses, and cannot change them",
  taggable: true,
  required: ["deliveryDestinationArn", "deliverySourceName"],
  replaceOn: ["deliveryDestinationArn", "deliverySourceName"],
  identify: (_inputs, facts) => facts.hex(16),
  attributes: (_inputs, id, facts) => ({ arn: facts.arn("logs", `delivery:${id}`) }),
  create: {
    call: (inputs, facts) =>
      logs("CreateDelivery", {
        deliveryDestinationArn: inputs.deliveryDestinationArn,
        deliverySourceName: inputs.deliverySourceName,
        ...content(inputs),
        ...withTags(facts),
      }),
  },
  update: (id, inputs, previous, facts) => [
    logs("UpdateDeliveryConfiguration", { id, ...content(inputs) }),
    ...tagCalls(facts.arn("logs", `delivery:${id}`), previous, facts),
  ],
  delete: (id) => [logs("DeleteDelivery", { id }, [notFound])],
  rules: [
    {
      source: "CloudWatch Logs API, CreateDelivery: ResourceNotFoundException, ConflictException",
      when: "creation",
      check: ({ deliveryDestinationArn, deliverySourceName }, world) => {
        const made = (type: string) => world.all(type).map(({ properties }) => properties);
        if (text(deliverySourceName) && !made(sourceType).some(({ name }) => name === deliverySourceName))
          return `the delivery source ${deliverySourceName} does not exist`;
        if (text(deliveryDestinationArn) && !made(destinationType).some(({ arn }) => arn === deliveryDestinationArn))
          return `the delivery destination ${deliveryDestinationArn} does not exist`;
        const twin = made(deliveryType).some(
          (other) =>
            other.deliverySourceName === deliverySourceName && other.deliveryDestinationArn === deliveryDestinationArn,
        );
        return twin ? `${deliverySourceName} is delivered to ${deliveryDestinationArn} already` : undefined;
      },
    },
  ],
};
