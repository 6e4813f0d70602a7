"""What ServiceNow's classes are in our nouns; by label or by table name."""

from __future__ import annotations

from functools import lru_cache

from grunnmur.collect.rows import heading

_ASSETS = {
    "server": "server linux_server windows_server win_server unix_server solaris_server aix_server "
    "hpux_server osx_server mainframe mainframe_hardware server_hardware email_server",
    "hypervisor": "esx_server esx_server_instance hyper_v_server hyperv_server "
    "virtualization_server",
    "vm": "virtual_machine vm virtual_machine_instance vm_instance vm_object vmware "
    "vmware_virtual_machine_instance vmware_instance hyper_v_virtual_machine hyper_v_instance "
    "ec2_instance cloud_virtual_machine",
    "cluster": "cluster windows_cluster win_cluster vcenter_cluster unix_cluster",
    "controller": "out_of_band_device oob_device management_controller remote_management_card",
    "client": "computer pc_hardware personal_computer workstation laptop desktop thin_client "
    "tablet",
    "phone": "phone ip_phone mobile_phone handheld_computing mobile_device communication_device",
    "pbx": "pbx ip_pbx telephony_server",
    "network": "ip_router ip_switch ip_firewall network_gear netgear network_equipment "
    "load_balancer lb_bigip wireless_access_point wap_network storage_switch vpn ip_device "
    "network_host firewall_device switch router",
    "storage": "storage_server storage_device mass_storage_device msd san storage_array nas "
    "storage_area_network storage_cluster tape_server",
    "medical": "medical_device clinical_device medical_equipment biomedical_device",
    "gateway": "iot_gateway integration_gateway",
    "printer": "printer printing_hardware multi_function_printer",
    "other": "ups pdu hardware peripheral ip_camera camera ot_device operational_technology "
    "iot_device",
}
_OTHERS = {
    "application": "application appl business_app business_application service business_service "
    "service_auto application_service service_technical technical_service service_business "
    "mapped_application_service service_discovered web_application",
    "data_store": "database db_instance database_instance db_mssql_instance db_ora_instance "
    "db_mysql_instance db_postgresql_instance ms_sql_database db_mssql_database "
    "sql_server_instance "
    "oracle_instance mysql_instance postgresql_instance database_catalog db_catalog mysql_catalog "
    "oracle_catalog ms_sql_catalog",
    "location": "data_center datacenter computer_room data_center_zone zone location",
    "network": "ip_network subnet cloud_subnet",
}
_PLACES = {"data_center": "data_centre", "datacenter": "data_centre", "computer_room": "room"}
_KIND = {name: kind for kind, names in _ASSETS.items() for name in names.split()}
_NOUN = {name: noun for noun, names in _OTHERS.items() for name in names.split()}


def noun_of(class_name: str | None) -> str | None:
    """The table items of the class are claimed in; None when no table holds them."""
    name = _plain(class_name or "")
    return "asset" if name in _KIND else _NOUN.get(name)


def kind_of(class_name: str | None) -> str | None:
    """Which kind of asset, or of place, the class is."""
    name = _plain(class_name or "")
    return _KIND.get(name) or _PLACES.get(name)


@lru_cache(maxsize=4096)
def _plain(class_name: str) -> str:
    return heading(class_name).removeprefix("u_").removeprefix("cmdb_ci_")
