import { type GraphQLFormattedError, isInterfaceType } from "graphql";
import { copyOf } from "#kernel/plain-data.ts";
import type { Asking } from "./entities-of.ts";
import { tellEntityErrors, tellRootErrors } from "./fetch-errors.ts";
import { keepTypes } from "./keep-types.ts";
import { merge } from "./places.ts";
import { applyRewrites, isJson, type Json } from "./rewrites.ts";
import type { PlanRun } from "./run-calls.ts";

/**
 * What a subgraph answered, put where it belongs; and what went wrong.
 * @param isLast whether the errors are told: a fetch may be made once more for a part of it
 */
export function receiveRoot(
  run: PlanRun,
  { member, places }: Asking,
  data: unknown,
  errors: readonly GraphQLFormattedError[],
  isLast: boolean,
): void {
  if (isJson(data)) {
    applyRewrites(member.fetch.outputRewrites, data, run.schema);
    if (run.hidesTypes(member.fetch.serviceName)) for (const place of places) keepTypes(place, data, run.schema);
    places.forEach((place, index) => merge(place, index === 0 ? data : copyOf(data)));
    for (const path of member.paths) run.found.wrote(path, false);
  }
  if (isLast && errors.length > 0) tellRootErrors(run, member, errors, data);
}

export function receiveEntities(
  run: PlanRun,
  { member, entities }: Asking,
  answers: unknown,
  errors: readonly GraphQLFormattedError[],
  isLast: boolean,
): void {
  const { outputRewrites, serviceName } = member.fetch;
  const received: readonly unknown[] = Array.isArray(answers) ? answers : [];
  const isHiding = run.hidesTypes(serviceName);
  let faults = errors;
  for (const path of member.paths) run.found.wrote(path, member.isSharedBelow);
  entities.forEach(({ places }, index) => {
    const answer = received[index];
    if (!isJson(answer)) {
      const isFault = errors.some(({ path }) => typeof path?.[1] !== "number" || path[1] === index);
      if (isFault) return;
      if (answer === null) for (const { object } of places) noteAbsent(run, object, serviceName);
      else
        faults = [...faults, { message: `${serviceName} answered no object and no null`, path: ["_entities", index] }];
      return;
    }
    if (outputRewrites) applyRewrites(outputRewrites, answer, run.schema);
    // A subgraph that knows the interface only (@interfaceObject) does not know better what the object is.
    if (answer.__typename !== undefined && isInterfaceType(run.schema.getType(String(answer.__typename))))
      delete answer.__typename;
    if (isHiding) for (const { object } of places) keepTypes(object, answer, run.schema);
    let path = places[0]!.path;
    let source = answer;
    for (const place of places) {
      // What lies below is shared among places at one path, which later fetches write alike, and no further.
      if (place.path !== path || !member.isSharedBelow) source = copyOf(answer);
      path = place.path;
      member.merge(place.object, source);
    }
  });
  if (isLast && faults.length > 0) tellEntityErrors(run, member, entities, faults);
}

function noteAbsent({ absent }: PlanRun, object: Json, service: string): void {
  const services = absent.get(object);
  if (services) services.add(service);
  else absent.set(object, new Set([service]));
}
