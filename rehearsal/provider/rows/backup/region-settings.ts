/** Row of a region's settings of AWS Backup. */
import { type Call, isUnknown, type Properties, type Row } from "../../row.ts";

/** AWS Backup Developer Guide, "Feature availability": resource types of GetSupportedResourceTypes and DescribeRegionSettings. */
export const resourceTypes: readonly string[] = [
  "Aurora",
  "Aurora DSQL",
  "CloudFormation",
  "DSQL",
  "DocumentDB",
  "DynamoDB",
  "EBS",
  "EC2",
  "EFS",
  "EKS",
  "FSx",
  "Neptune",
  "RDS",
  "Redshift",
  "Redshift Serverless",
  "S3",
  "SAP HANA on Amazon EC2",
  "Storage Gateway",
  "Timestream",
  "VirtualMachine",
];

/** What a region says before anybody sets it: every type with its preference. Types and values differ between regions. */
const unset = {
  resourceTypeOptInPreference: Object.fromEntries(resourceTypes.map((type) => [type, true])),
  resourceTypeManagementPreference: { CloudFormation: true, DSQL: true, DynamoDB: false, EFS: false },
};

/** AWS tells every type, also those that nobody set, and the real provider keeps them all. */
function told(inputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(unset).map(([property, preference]) => [property, { ...preference, ...inputs[property] }]),
  );
}

function put(inputs: Properties): Call {
  const { resourceTypeOptInPreference, resourceTypeManagementPreference } = inputs;
  const parameters = {
    ResourceTypeOptInPreference: resourceTypeOptInPreference,
    ResourceTypeManagementPreference: resourceTypeManagementPreference,
  };
  return { service: "backup", operation: "UpdateRegionSettings", parameters };
}

function strangeTypes(preference: unknown): string[] {
  if (preference === undefined || preference === null || isUnknown(preference)) return [];
  return Object.keys(preference as Properties).filter((type) => !resourceTypes.includes(type));
}

/**
 * A region's settings of AWS Backup, recorded only: the emulator cannot change them. They exist before anybody makes
 * them, so creating sets them, reading tells types that were never set, and deleting leaves them as they are. The rule refuses resource types that AWS Backup
 * does not know.
 */
export const regionSettings: Row = {
  type: "aws:backup/regionSettings:RegionSettings",
  recorded: "MiniStack 1.5.33 describes region settings, but has no UpdateRegionSettings",
  required: ["resourceTypeOptInPreference"],
  replaceOn: [],
  identify: (_inputs, facts) => facts.region,
  attributes: told,
  create: { call: put },
  update: (_id, inputs) => [put(inputs)],
  // A region always has settings: as in the real provider they stay as they are.
  delete: () => [],
  rules: [
    {
      source: "AWS Backup API, UpdateRegionSettings; GetSupportedResourceTypes",
      check: (inputs) => {
        const strange = [
          ...strangeTypes(inputs.resourceTypeOptInPreference),
          ...strangeTypes(inputs.resourceTypeManagementPreference),
        ];
        if (strange.length === 0) return undefined;
        return `AWS Backup has no resource type ${[...new Set(strange)].join(", ")}: allowed are ${resourceTypes.join(", ")}`;
      },
    },
  ],
};
