#!/usr/bin/env python3
"""Makes api.json: npm pack @octokit/openapi@23.0.2, unpack it, then
excerpt.py package/generated/api.github.com.json > api.json

Takes the operations that the hub uses and all that they refer to, without examples and prose."""
import json
import sys

OPERATIONS = {
    "/repos/{owner}/{repo}/pulls": ["get", "post"],
    "/repos/{owner}/{repo}/pulls/{pull_number}": ["get", "patch"],
    "/repos/{owner}/{repo}/issues/{issue_number}/comments": ["get", "post"],
    "/repos/{owner}/{repo}/issues/comments/{comment_id}": ["patch"],
    "/repos/{owner}/{repo}/statuses/{sha}": ["post"],
    "/repos/{owner}/{repo}/collaborators/{username}/permission": ["get"],
    "/user": ["get"],
    "/app": ["get"],
    "/app/installations/{installation_id}/access_tokens": ["post"],
}
PROSE = {"examples", "example", "x-github", "externalDocs", "summary", "tags", "title", "deprecated", "description",
         "discriminator"}  # the validator takes this for that of Swagger 2


def plain(part, names=False):
    """Without prose; where keys are names of fields, all of them stay."""
    if isinstance(part, dict):
        kept = {k: plain(v, k in ("properties", "schemas", "parameters", "responses", "headers"))
                for k, v in part.items() if names or k not in PROSE}
        return kept
    return [plain(p) for p in part] if isinstance(part, list) else part


def references(part):
    if isinstance(part, dict):
        for key, value in part.items():
            yield from [value] if key == "$ref" else references(value)
    elif isinstance(part, list):
        for element in part:
            yield from references(element)


api = json.load(open(sys.argv[1]))
paths = {path: {method: plain(api["paths"][path][method]) for method in methods} for path, methods in OPERATIONS.items()}
components, open_references = {}, list(references(paths))
while open_references:
    _, _, kind, name = open_references.pop().split("/")
    if name not in components.setdefault(kind, {}):
        components[kind][name] = plain(api["components"][kind][name])
        open_references += references(components[kind][name])
responses = [r for methods in paths.values() for operation in methods.values() for r in operation["responses"].values()]
for response in responses + list(components["responses"].values()):
    if "$ref" not in response:
        response["description"] = "-"  # OpenAPI wants one
json.dump({"openapi": api["openapi"],
           "info": {"title": api["info"]["title"], "version": api["info"]["version"], "license": api["info"]["license"]},
           "paths": paths, "components": components}, sys.stdout, separators=(",", ":"))
print()
