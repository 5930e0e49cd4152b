import { setFlagsFromString } from "node:v8";

/**
 * Where many objects outlive a collection, V8 takes those made in the same places later for long-lived ones. In a rush
 * of requests that holds for whatever is on its way; made among the old from then on, the dead keep alive what they
 * point to until a full collection: measured at the gateway, a sixth of all memory instead of a hundredth, for a tenth
 * of the time. To be imported before anything runs that is to be fast.
 */
setFlagsFromString("--no-allocation-site-pretenuring");
