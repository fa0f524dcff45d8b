/** Pagure, the forge of Fedora and CentOS. */
package io.meshinfra.forge.pagure;
