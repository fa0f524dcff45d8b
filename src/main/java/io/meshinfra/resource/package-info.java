/**
 * The contract of a resource type, and what catalogs are made of; one sub-package per kind.
 *
 * <p>Everything here is pure: a type says in shell text how to look and how to act, others run it.
 */
package io.meshinfra.resource;
