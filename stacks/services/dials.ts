/** What the settings say, as the components take it. */
import type { DistributionDials } from "../../components/edge/distribution.ts";
import { cheapestPriceClass } from "../../components/edge/price-classes.ts";
import type { FleetCare, FleetSize } from "../../components/web/fleet-args.ts";
import type { EnvironmentSettings } from "../settings.ts";

/**
 * Size and care of the web servers.
 *
 * @param web the settings of `platform:web`
 */
export function fleetDials(web: EnvironmentSettings["web"]): FleetSize & FleetCare {
  const { scaling, release, spot } = web;
  return {
    instanceTypes: web.instanceTypes,
    minInstances: web.minInstances,
    maxInstances: web.maxInstances,
    desiredInstances: web.desiredInstances,
    onDemandBase: spot?.onDemandBase,
    onDemandPercent: spot?.onDemandPercent,
    schedule: scaling.schedule,
    scheduleTimeZone: scaling.timeZone,
    warmPoolInstances: scaling.warmPoolInstances,
    cpuPercent: scaling.cpuPercent,
    requestsPerMinute: scaling.requestsPerMinute,
    volumeGiB: web.volumeGiB,
    maxInstanceLifetimeDays: web.maxInstanceLifetimeDays,
    healthCheckGraceSeconds: release.healthCheckGraceSeconds,
    warmupSeconds: release.warmupSeconds,
    rollBack: release.rollBack,
    releaseErrorPercent: release.errorPercent,
    logRetentionDays: web.logRetentionDays,
  };
}

/**
 * What may be chosen about the distribution.
 *
 * @param edge the settings of `platform:edge`
 * @param region region of the environment, near whose visitors CloudFront must be
 */
export function distributionDials(edge: EnvironmentSettings["edge"], region: string): DistributionDials {
  const { assetsPaths, contentSecurityPolicy, defaultRootObject, errorPagePath, geoRestriction } = edge;
  const priceClass = edge.priceClass ?? cheapestPriceClass(region);
  return { priceClass, assetsPaths, contentSecurityPolicy, defaultRootObject, errorPagePath, geoRestriction };
}
