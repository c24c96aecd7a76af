"""Importing this module registers every command, query and seeder of the kernel."""

import amana.kernel.access.api_keys
import amana.kernel.access.bootstrap
import amana.kernel.access.create_role
import amana.kernel.access.create_user
import amana.kernel.access.delete_role
import amana.kernel.access.delete_user
import amana.kernel.access.disable_role
import amana.kernel.access.disable_user
import amana.kernel.access.queries
import amana.kernel.access.require_checkers
import amana.kernel.access.sessions
import amana.kernel.access.set_role_permissions
import amana.kernel.access.update_role
import amana.kernel.access.update_user
import amana.kernel.audit_queries
import amana.kernel.audit_seals
import amana.kernel.extension_data.alter_table
import amana.kernel.extension_data.define_table
import amana.kernel.extension_data.drop_table
import amana.kernel.extension_data.queries
import amana.kernel.extension_data.rows
import amana.kernel.maker_checker  # noqa: F401 - registers commands and seeders
