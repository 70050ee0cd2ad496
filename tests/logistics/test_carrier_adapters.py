"""Given a provider that knows, does not know, is busy, down or wrong, the carrier port answers what is true."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from carrier_parts import NOW, Pauses, adapter_over
from provider_standins import AfterShipServer, SeventeenTrackServer

from actions.commerce.shapes import EventCode, Shipment
from actions.logistics.ports import Carrier, CarrierDown, CarrierForbidden, NumberUnknown
from actions.logistics.remembering import RememberingCarrier
from actions.logistics.states import read_states
from actions.logistics.tracking import track

NUMBER = "LA123456789CN"


def shipment(number: str = NUMBER, carrier: str = "DHL", *events: dict[str, Any]) -> Shipment:
    return Shipment.model_validate({"id": "S1", "carrier": carrier, "tracking_number": number, "events": list(events)})


def said(provider: Any, code: str, hours: float, **more: Any) -> dict[str, Any]:
    """An event in the provider's shape. code: a state of 17TRACK and of AfterShip, as `this|that`."""
    at = NOW - timedelta(hours=hours)
    of_17track, _, of_aftership = code.partition("|")
    if isinstance(provider, SeventeenTrackServer):
        raw = {"time_iso": at.isoformat(), "time_utc": at.strftime("%Y-%m-%dT%H:%M:%SZ"), "sub_status": of_17track}
        return {
            **raw,
            "description": "Event",
            "location": "Milan",
            "address": {"city": "Milan", "country": "IT"},
            **more,
        }
    raw = {"checkpoint_time": at.isoformat(), "subtag": of_aftership, "tag": of_aftership.partition("_")[0]}
    return {**raw, "message": "Event", "city": "Milan", "country_iso3": "ITA", **more}


async def test_events_come_in_our_codes_in_order_with_place_and_age(carrier: Carrier, provider: Any) -> None:
    provider.put(
        NUMBER,
        said(provider, "InTransit_CustomsReleased|InTransit_005", 5),
        said(provider, "InTransit_CustomsProcessing|InTransit_006", 50),
        said(provider, "InTransit_PickedUp|InTransit_002", 90),
        latest_sync_time="2026-11-24T08:00:00Z",
        updated_at="2026-11-24T08:00:00+00:00",
    )
    events, as_of = await carrier.events(shipment())
    assert [event.code for event in events] == ["picked_up", "customs_hold", "customs_cleared"]
    assert events[-1].at == NOW - timedelta(hours=5)
    assert events[-1].location == "Milan, IT"
    assert as_of == datetime(2026, 11, 24, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "ours", "state"),
    [
        ("InfoReceived|InfoReceived_001", "label_created", "in_transit"),
        ("InTransit_Departure|InTransit_007", "in_transit", "in_transit"),
        ("InTransit_CustomsRequiringInformation|Exception_004", "customs_hold", "customs_hold"),
        ("OutForDelivery_Other|OutForDelivery_001", "out_for_delivery", "out_for_delivery"),
        ("DeliveryFailure_NoBody|AttemptFail_002", "exception", "exception"),
        ("Delivered_Other|Delivered_003", "delivered", "delivered"),
        ("Exception_Lost|Exception_013", "lost", "lost"),
        ("Exception_Returned|Exception_011", "returned", "returned"),
        ("Exception_Something_New|Exception_099", "exception", "exception"),
    ],
)
async def test_every_state_becomes_one_of_ours(
    carrier: Carrier, provider: Any, code: str, ours: str, state: str
) -> None:
    provider.put(NUMBER, said(provider, code, 2))
    found = await track(shipment(), carrier, NOW)
    assert found.last is not None and (found.last.code, found.state) == (ours, state)
    assert not found.stale and not found.unknown


async def test_a_number_that_is_new_to_the_provider_is_registered_once(carrier: Carrier, provider: Any) -> None:
    provider.put(NUMBER, said(provider, "InTransit_Other|InTransit_001", 3), registered=False)
    for _ in range(2):
        events, _ = await carrier.events(shipment())
        assert [event.code for event in events] == ["in_transit"]
    registering = "POST /track/v2.4/register" if isinstance(provider, SeventeenTrackServer) else "POST /tracking"
    assert sum(call.startswith(registering) for call in provider.calls) == 1


@pytest.mark.parametrize("number", [NUMBER, "LA1"])
async def test_an_unknown_number_is_told_as_unknown_not_as_silence(
    carrier: Carrier, provider: Any, number: str
) -> None:
    with pytest.raises(NumberUnknown):
        await carrier.events(shipment(number))
    event = {"at": (NOW - timedelta(hours=30)).isoformat(), "code": "label_created"}
    found = await track(shipment(number, "DHL", event), carrier, NOW)
    assert (found.unknown, found.stale, found.as_of) == (True, False, NOW - timedelta(hours=30))


@pytest.mark.parametrize(
    "fault",
    ["lost", "garbled", (500, {"code": 500}, {}), (503, {"meta": {"code": 503}}, {}), (200, [], {}), (200, {}, {})],
)
async def test_a_provider_that_fails_leaves_the_age_of_the_last_known_event(
    carrier: Carrier, provider: Any, fault: Any
) -> None:
    provider.put(NUMBER, said(provider, "InTransit_Other|InTransit_001", 3))
    provider.faults.extend([fault] * 2)
    event = {"at": (NOW - timedelta(hours=30)).isoformat(), "code": "in_transit"}
    found = await track(shipment(NUMBER, "DHL", event), carrier, NOW)
    assert (found.stale, found.state, found.as_of) == (True, "in_transit", NOW - timedelta(hours=30))


async def test_one_failure_is_tried_again(carrier: Carrier, provider: Any, pauses: Pauses) -> None:
    provider.put(NUMBER, said(provider, "InTransit_Other|InTransit_001", 3))
    faults: list[Any] = ["lost", (502, {}, {}), provider.busy]
    for fault in faults:
        provider.faults.append(fault)
        events, _ = await carrier.events(shipment())
        assert len(events) == 1
    assert len(pauses.taken) == 3 and max(pauses.taken) <= 1


async def test_a_limit_that_lasts_is_told_at_once(carrier: Carrier, provider: Any, pauses: Pauses) -> None:
    status, body, _ = provider.busy
    provider.faults.append((status, body, {"Retry-After": "60"}))
    with pytest.raises(CarrierDown, match="no more calls"):
        await carrier.events(shipment())
    assert pauses.taken == [] and len(provider.calls) == 1


async def test_a_wrong_token_is_named_as_that(provider: Any, pauses: Pauses) -> None:
    wrong = adapter_over(provider, pauses, "wrong")
    with pytest.raises(CarrierForbidden, match="does not allow"):
        await wrong.events(shipment())
    await wrong.aclose()


async def test_what_was_heard_before_serves_while_the_provider_is_down(provider: Any, carrier: Carrier) -> None:
    provider.put(NUMBER, said(provider, "InTransit_Arrival|InTransit_003", 6))
    clock = [NOW]
    kept = RememberingCarrier(carrier, lambda: clock[0], patience=0.3)
    assert (await track(shipment(), kept, NOW)).stale is False
    asked = len(provider.calls)
    assert (await track(shipment(), kept, NOW)).stale is False
    assert len(provider.calls) == asked
    clock[0] = later = NOW + timedelta(minutes=6)
    troubles: list[list[Any]] = [["hangs"], ["lost", "lost"], [(500, {}, {})] * 2]
    for faults in troubles:
        provider.faults.extend(faults)
        found = await track(shipment(), kept, later)
        assert (found.stale, found.state, found.as_of) == (True, "in_transit", NOW - timedelta(hours=6))
        provider.faults.clear()
    assert (await track(shipment(), kept, later)).stale is False


class TestSeventeenTrack:
    """What only 17TRACK has."""

    @pytest.fixture
    def provider(self) -> Any:
        made = SeventeenTrackServer()
        yield made
        made.close()

    async def test_an_empty_quota_registers_nothing_and_is_named(self, provider: Any, carrier: Carrier) -> None:
        provider.quota = 0
        with pytest.raises(CarrierForbidden, match="-18019908"):
            await carrier.events(shipment())

    async def test_no_carrier_for_the_number_means_unknown(self, provider: Any, carrier: Carrier) -> None:
        with pytest.raises(NumberUnknown):
            await carrier.events(shipment("ZZ999999"))

    async def test_it_is_told_the_carriers_it_numbers_and_finds_the_others(
        self, provider: Any, carrier: Carrier
    ) -> None:
        provider.put(NUMBER, said(provider, "InTransit_Other", 1))
        await carrier.events(shipment(carrier="UPS"))
        await carrier.events(shipment(carrier="Brieftaube"))
        assert provider.bodies == [[{"number": NUMBER, "carrier": 100002}], [{"number": NUMBER}]]

    async def test_a_carrier_that_does_not_answer_17track_is_told_with_what_it_had(
        self, provider: Any, carrier: Carrier
    ) -> None:
        provider.put(NUMBER, said(provider, "InTransit_Arrival", 20), latest_sync_status="Failure")
        found = await track(shipment(), carrier, NOW)
        assert (found.stale, found.as_of) == (True, NOW - timedelta(hours=20))

    async def test_the_parcels_own_state_outdoes_a_plain_last_event(self, provider: Any, carrier: Carrier) -> None:
        latest = {"status": "Exception", "sub_status": "Exception_Lost"}
        provider.put(NUMBER, said(provider, "InTransit_Other", 20), latest_status=latest)
        events, _ = await carrier.events(shipment())
        assert events[-1].code == "lost"

    async def test_an_error_of_the_whole_call_is_read(self, provider: Any, carrier: Carrier) -> None:
        provider.faults.append((200, {"code": -18010004, "data": {"errors": [{"code": -18010004}]}}, {}))
        with pytest.raises(CarrierForbidden, match="-18010004"):
            await carrier.events(shipment())


class TestAfterShip:
    """What only AfterShip has."""

    @pytest.fixture
    def provider(self) -> Any:
        made = AfterShipServer()
        yield made
        made.close()

    async def test_of_several_couriers_of_a_number_the_one_that_is_meant_counts(
        self, provider: Any, carrier: Carrier
    ) -> None:
        provider.put(NUMBER, said(provider, "|Delivered_001", 1), slug="usps", updated_at="2026-11-24T09:00:00Z")
        provider.put(NUMBER, said(provider, "|InTransit_001", 2), slug="dhl", updated_at="2026-11-24T08:00:00Z")
        assert [event.code for event in (await carrier.events(shipment()))[0]] == ["in_transit"]
        assert [event.code for event in (await carrier.events(shipment(carrier="Unnamed")))[0]] == ["delivered"]

    async def test_a_number_that_somebody_added_meanwhile_is_read(self, provider: Any, carrier: Carrier) -> None:
        provider.put(NUMBER, said(provider, "|InTransit_001", 2))
        provider.faults.append((200, {"meta": {"code": 200}, "data": {"trackings": []}}, {}))
        assert len((await carrier.events(shipment()))[0]) == 1
        assert provider.calls == [f"{method} /tracking/2025-07/trackings" for method in ("GET", "POST", "GET")]

    async def test_an_unpaid_account_is_named(self, provider: Any, carrier: Carrier) -> None:
        provider.faults.append((402, {"meta": {"code": 402, "type": "PaymentRequired"}, "data": {}}, {}))
        with pytest.raises(CarrierForbidden, match="402"):
            await carrier.events(shipment())


def test_the_tables_use_our_codes_and_reach_all_that_a_provider_can_tell() -> None:
    for name in ("seventeentrack", "aftership"):
        reached = set(read_states(name).states.values())
        assert reached == set(get_args(EventCode))
