//! Whom the entries of a chart name.

use him_record::{Chart, Reference};

/// Shows each reference of a chart that may be to a person, organization or place.
pub(super) fn each_reference<'c>(chart: &'c Chart, show: &mut dyn FnMut(&'c Reference)) {
    let mut show = |lists: &[&'c [Reference]]| {
        for reference in lists.iter().copied().flatten() {
            show(reference);
        }
    };
    let patient = &chart.patient.content;
    show(&[
        &patient.general_practitioners,
        patient.managing_organization.as_slice(),
    ]);
    for contact in &patient.contacts {
        show(&[contact.organization.as_slice()]);
    }
    for entry in &chart.related {
        show(&[entry.content.organization.as_slice()]);
    }
    for entry in &chart.encounters {
        let it = &entry.content;
        show(&[&it.participants, it.service_provider.as_slice()]);
        for stay in &it.locations {
            show(&[std::slice::from_ref(&stay.location)]);
        }
    }
    for entry in &chart.diagnoses {
        let it = &entry.content;
        show(&[it.asserter.as_slice(), it.recorder.as_slice()]);
    }
    for entry in &chart.procedures {
        let it = &entry.content;
        show(&[&it.performers, it.location.as_slice()]);
    }
    for entry in &chart.observations {
        show(&[&entry.content.performers]);
    }
    for entry in &chart.medications {
        show(&[&entry.content.performers]);
    }
    for entry in &chart.allergies {
        show(&[entry.content.recorder.as_slice()]);
    }
    for entry in &chart.immunizations {
        let it = &entry.content;
        show(&[&it.performers, it.location.as_slice()]);
    }
    for entry in &chart.reports {
        show(&[&entry.content.performers]);
    }
    for entry in &chart.notes {
        let it = &entry.content;
        show(&[&it.authors, it.custodian.as_slice()]);
    }
    for entry in &chart.orders {
        let it = &entry.content;
        show(&[it.requester.as_slice(), &it.performers]);
    }
    for entry in &chart.episodes {
        let it = &entry.content;
        show(&[
            it.managing_organization.as_slice(),
            it.care_manager.as_slice(),
        ]);
    }
    for entry in &chart.care_plans {
        let it = &entry.content;
        show(&[it.author.as_slice()]);
        for activity in &it.activities {
            if let Some(it) = &activity.detail {
                show(&[&it.performers, it.location.as_slice()]);
            }
        }
    }
    for entry in &chart.care_teams {
        let it = &entry.content;
        show(&[&it.managing_organizations]);
        for it in &it.members {
            show(&[it.member.as_slice(), it.on_behalf_of.as_slice()]);
        }
    }
    for entry in &chart.imaging {
        let it = &entry.content;
        show(&[
            &it.interpreters,
            it.referrer.as_slice(),
            it.location.as_slice(),
        ]);
    }
    for entry in &chart.specimens {
        show(&[entry.content.collector.as_slice()]);
    }
    for entry in &chart.consents {
        let it = &entry.content;
        show(&[&it.performers, &it.organizations]);
    }
    for entry in &chart.coverages {
        let it = &entry.content;
        show(&[&it.payors, it.policy_holder.as_slice()]);
    }
    for entry in &chart.accounts {
        let it = &entry.content;
        show(&[it.owner.as_slice()]);
        for it in &it.guarantors {
            show(&[it.party.as_slice()]);
        }
    }
    for entry in &chart.claims {
        let it = &entry.content;
        show(&[
            it.insurer.as_slice(),
            it.provider.as_slice(),
            it.facility.as_slice(),
        ]);
    }
    for entry in &chart.devices {
        let it = &entry.content;
        show(&[it.owner.as_slice(), it.location.as_slice()]);
    }
    for entry in &chart.provenances {
        let it = &entry.content;
        show(&[it.location.as_slice()]);
        for it in &it.agents {
            show(&[it.who.as_slice(), it.on_behalf_of.as_slice()]);
        }
    }
    for entry in &chart.audit {
        let it = &entry.content;
        show(&[it.observer.as_slice()]);
        for it in &it.agents {
            show(&[it.who.as_slice()]);
        }
    }
}
