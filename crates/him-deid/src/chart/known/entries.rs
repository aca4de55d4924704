//! What the entries of care name: people in references, numbers, dates.

use him_record::{
    Account, Actor, AmendmentRequest, AuditRecord, CarePlan, CareTeam, Chart, Claim, Concept,
    Consent, Coverage, Device, Encounter, Entry, Episode, Goal, Identifier, ImagingStudy, Moment,
    Order, Period, Phi, PhiText, PractitionerRole, Provenance, Qualification, Reference, Specimen,
};

use super::references::Points::{self, Either, Payer, Person, Place};
use crate::Identifiers;

/// What was found, before what recurs is dropped: the same few people stand in most entries.
#[derive(Default)]
pub(super) struct Gathered<'a> {
    named: Vec<(Points, &'a Reference)>,
    numbers: Vec<&'a PhiText>,
    people: Vec<&'a PhiText>,
    places: Vec<&'a PhiText>,
    moments: Vec<&'a Phi<Moment>>,
}

impl<'a> Gathered<'a> {
    pub(super) fn of(chart: &'a Chart) -> Self {
        let mut all = Gathered::default();
        all.people_of(chart);
        all.care_of(chart);
        all.plans_of(chart);
        all.payment_of(chart);
        all.things_of(chart);
        all.traces_of(chart);
        all
    }

    pub(super) fn add_to(self, known: &mut Identifiers) {
        fn once(mut texts: Vec<&PhiText>) -> impl Iterator<Item = &str> {
            texts.sort_unstable();
            texts.dedup();
            texts.into_iter().map(PhiText::expose_str)
        }
        once(self.numbers).for_each(|number| known.add_number(number));
        once(self.people).for_each(|name| known.add_full_name(name));
        once(self.places).for_each(|name| known.add_organization(name));
        let mut dates: Vec<_> = self.moments.iter().map(|it| it.expose().date()).collect();
        dates.sort_unstable();
        dates.dedup();
        dates.into_iter().for_each(|date| known.add_partial(date));
        let text = |text: &'a Option<PhiText>| text.as_ref().map_or("", PhiText::expose_str);
        let key =
            |(points, it): &(Points, &'a Reference)| (text(&it.display), *points, text(&it.target));
        let mut named = self.named;
        named.retain(|(_, it)| it.display.is_some());
        named.sort_unstable_by_key(key);
        // Of the target only the type is looked at.
        let kind = |it: &'a Reference| text(&it.target).rsplit_once('/').map(|(before, _)| before);
        named.dedup_by(|(points, it), (other, of)| {
            it.display == of.display && points == other && kind(it) == kind(of)
        });
        for (points, reference) in named {
            known.add_reference_name(reference, points);
        }
    }

    fn name(&mut self, points: Points, references: impl IntoIterator<Item = &'a Reference>) {
        let named = references.into_iter().map(|it| (points, it));
        self.named.extend(named);
    }

    fn identifiers(&mut self, identifiers: impl IntoIterator<Item = &'a Identifier>) {
        let values = identifiers.into_iter().filter_map(|it| it.value.as_ref());
        self.numbers.extend(values);
    }

    fn moments(&mut self, moments: impl IntoIterator<Item = &'a Option<Phi<Moment>>>) {
        self.moments.extend(moments.into_iter().flatten());
    }

    fn period(&mut self, period: &'a Period) {
        self.moments([&period.start, &period.end]);
    }

    /// Those who wrote and signed an entry, and the entry.
    fn open<T>(&mut self, entry: &'a Entry<T>) -> &'a T {
        if let Some(life) = &entry.life {
            life.acts().iter().for_each(|act| self.actor(&act.by));
        }
        &entry.content
    }

    fn actor(&mut self, actor: &'a Actor) {
        self.name(Person, [&actor.who]);
    }

    fn people_of(&mut self, chart: &'a Chart) {
        for entry in [&chart.patient].into_iter().chain(&chart.copies) {
            let patient = self.open(entry);
            self.name(Person, &patient.general_practitioners);
            self.name(Place, &patient.managing_organization);
            let employers = patient.contacts.iter().flat_map(|it| &it.organization);
            self.name(Place, employers);
        }
        for entry in &chart.related {
            let employer = &self.open(entry).organization;
            self.name(Place, employer);
        }
        for entry in &chart.directory.practitioners {
            let practitioner = self.open(entry);
            practitioner
                .qualifications
                .iter()
                .for_each(|it| self.qualification(it));
        }
        for entry in &chart.directory.organizations {
            self.open(entry);
        }
        for entry in &chart.directory.locations {
            let organization = &self.open(entry).managing_organization;
            self.name(Place, organization);
        }
        for entry in &chart.directory.roles {
            let role = self.open(entry);
            self.role(role);
        }
    }

    fn qualification(&mut self, qualification: &'a Qualification) {
        self.identifiers(&qualification.identifiers);
        self.name(Place, &qualification.issuer);
    }

    fn role(&mut self, role: &'a PractitionerRole) {
        self.identifiers(&role.identifiers);
        self.name(Person, &role.practitioner);
        self.name(Place, role.organization.iter().chain(&role.locations));
    }

    fn care_of(&mut self, chart: &'a Chart) {
        for entry in &chart.encounters {
            let encounter = self.open(entry);
            self.encounter(encounter);
        }
        for entry in &chart.diagnoses {
            let it = self.open(entry);
            self.moments([&it.onset, &it.abatement, &it.recorded]);
            self.name(Person, it.asserter.iter().chain(&it.recorder));
        }
        for entry in &chart.procedures {
            let it = self.open(entry);
            self.period(&it.performed);
            self.name(Either, &it.performers);
            self.name(Place, &it.location);
        }
        for entry in &chart.observations {
            let performers = &self.open(entry).performers;
            self.name(Either, performers);
        }
        for entry in &chart.medications {
            let it = self.open(entry);
            self.period(&it.effective);
            self.name(Either, &it.performers);
        }
        for entry in &chart.allergies {
            let it = self.open(entry);
            self.moments([&it.onset]);
            self.name(Person, &it.recorder);
        }
        for entry in &chart.immunizations {
            let it = self.open(entry);
            self.moments([&it.occurred]);
            self.numbers.extend(&it.lot_number);
            self.name(Either, &it.performers);
            self.name(Place, &it.location);
        }
        for entry in &chart.reports {
            let it = self.open(entry);
            self.identifiers(&it.identifiers);
            self.period(&it.effective);
            self.name(Either, it.performers.iter().chain(&it.interpreters));
            self.moments(it.forms.iter().map(|form| &form.created));
        }
        for entry in &chart.notes {
            let it = self.open(entry);
            self.identifiers(&it.identifiers);
            self.moments([&it.written]);
            self.period(&it.service);
            self.name(Either, &it.authors);
            self.name(Place, &it.custodian);
            self.moments(it.forms.iter().map(|form| &form.created));
        }
    }

    fn encounter(&mut self, encounter: &'a Encounter) {
        self.identifiers(&encounter.identifiers);
        self.period(&encounter.period);
        self.name(Either, &encounter.participants);
        self.name(Place, encounter.locations.iter().map(|it| &it.location));
        self.name(Place, &encounter.service_provider);
    }

    fn plans_of(&mut self, chart: &'a Chart) {
        for entry in &chart.episodes {
            let episode = self.open(entry);
            self.episode(episode);
        }
        for entry in &chart.orders {
            let order = self.open(entry);
            self.order(order);
        }
        for entry in &chart.care_plans {
            let plan = self.open(entry);
            self.care_plan(plan);
        }
        for entry in &chart.care_teams {
            let team = self.open(entry);
            self.care_team(team);
        }
        for entry in &chart.goals {
            let goal: &Goal = self.open(entry);
            self.identifiers(&goal.identifiers);
            self.name(Person, &goal.expressed_by);
        }
    }

    fn episode(&mut self, episode: &'a Episode) {
        self.identifiers(&episode.identifiers);
        self.period(&episode.period);
        self.name(Place, &episode.managing_organization);
        self.name(Person, &episode.care_manager);
    }

    fn order(&mut self, order: &'a Order) {
        self.identifiers(&order.identifiers);
        self.moments([&order.authored]);
        self.period(&order.occurrence);
        self.name(Either, order.requester.iter().chain(&order.performers));
    }

    fn care_plan(&mut self, plan: &'a CarePlan) {
        self.identifiers(&plan.identifiers);
        self.name(Either, &plan.author);
        for detail in plan.activities.iter().filter_map(|it| it.detail.as_ref()) {
            self.name(Place, &detail.location);
            self.name(Either, &detail.performers);
        }
    }

    fn care_team(&mut self, team: &'a CareTeam) {
        self.identifiers(&team.identifiers);
        self.name(Place, &team.managing_organizations);
        for member in &team.members {
            self.name(Either, &member.member);
            self.name(Place, &member.on_behalf_of);
        }
    }

    fn payment_of(&mut self, chart: &'a Chart) {
        for entry in &chart.consents {
            let consent: &Consent = self.open(entry);
            self.identifiers(&consent.identifiers);
            self.moments([&consent.given]);
            self.name(Person, &consent.performers);
            self.name(Place, &consent.organizations);
        }
        for entry in &chart.coverages {
            let coverage = self.open(entry);
            self.coverage(coverage);
        }
        for entry in &chart.accounts {
            let account: &Account = self.open(entry);
            self.identifiers(&account.identifiers);
            self.name(Place, &account.owner);
            let parties = account.guarantors.iter().flat_map(|it| &it.party);
            self.name(Either, parties);
        }
        for entry in &chart.claims {
            let claim: &Claim = self.open(entry);
            self.identifiers(&claim.identifiers);
            self.name(Payer, &claim.insurer);
            self.name(Place, &claim.facility);
            self.name(Either, &claim.provider);
        }
    }

    /// The name of a group is often that of the employer; those of plans are on the market.
    fn coverage(&mut self, coverage: &'a Coverage) {
        self.identifiers(&coverage.identifiers);
        let numbers = coverage.subscriber_id.iter().chain(&coverage.dependent);
        self.numbers.extend(numbers);
        let insured = coverage.policy_holder.iter().chain(&coverage.subscriber);
        self.name(Either, insured);
        self.name(Payer, &coverage.payors);
        for class in &coverage.classes {
            self.numbers.extend(&class.value);
            if class.kind.as_ref().is_none_or(is_group) {
                self.places.extend(&class.name);
            }
        }
    }

    fn things_of(&mut self, chart: &'a Chart) {
        for entry in &chart.specimens {
            let specimen: &Specimen = self.open(entry);
            self.identifiers(specimen.identifiers.iter().chain(&specimen.accession));
            self.period(&specimen.collected);
            self.name(Person, &specimen.collector);
        }
        for entry in &chart.imaging {
            let imaging = self.open(entry);
            self.imaging(imaging);
        }
        for entry in &chart.drugs {
            let drug = self.open(entry);
            self.identifiers(&drug.identifiers);
            self.numbers.extend(&drug.lot_number);
        }
        for entry in &chart.devices {
            let device = self.open(entry);
            self.device(device);
        }
        for entry in &chart.binaries {
            self.open(entry);
        }
    }

    fn imaging(&mut self, imaging: &'a ImagingStudy) {
        self.identifiers(&imaging.identifiers);
        self.moments([&imaging.started]);
        self.name(Person, imaging.referrer.iter().chain(&imaging.interpreters));
        self.name(Place, &imaging.location);
        self.numbers
            .extend(imaging.series.iter().flat_map(|it| &it.uid));
    }

    fn device(&mut self, device: &'a Device) {
        self.identifiers(&device.identifiers);
        let numbers = device.serial_number.iter().chain(&device.lot_number);
        self.numbers.extend(numbers);
        for udi in &device.udi {
            let numbers = udi.carrier.iter().chain(&udi.device_identifier);
            self.numbers.extend(numbers);
        }
        self.name(Place, device.owner.iter().chain(&device.location));
    }

    fn traces_of(&mut self, chart: &'a Chart) {
        for entry in &chart.amendments {
            let request = self.open(entry);
            self.amendment(request);
        }
        for entry in &chart.provenances {
            let provenance: &Provenance = self.open(entry);
            self.name(Place, &provenance.location);
            for agent in &provenance.agents {
                self.name(Either, agent.who.iter().chain(&agent.on_behalf_of));
            }
        }
        for entry in &chart.audit {
            let record: &AuditRecord = self.open(entry);
            self.name(Either, &record.observer);
            for agent in &record.agents {
                self.name(Person, &agent.who);
                self.people.extend(&agent.name);
                self.numbers.extend(&agent.alternative_id);
            }
        }
    }

    fn amendment(&mut self, request: &'a AmendmentRequest) {
        self.actor(&request.by);
        self.name(Place, &request.from_other_entity);
        if let Some(acceptance) = &request.acceptance {
            self.actor(&acceptance.by);
            let informed = acceptance.informed.iter().map(|it| &it.who);
            self.name(Either, acceptance.to_inform.iter().chain(informed));
        }
        if let Some(denial) = &request.denial {
            self.actor(&denial.by);
        }
    }
}

/// Whether a class of coverage is that of a group, or nothing says what it is (FHIR R4 `coverage-class`).
fn is_group(kind: &Concept) -> bool {
    let mut codes = kind.codings.iter().filter_map(|it| it.code.as_ref());
    let group = |code: &PhiText| code.expose_str().ends_with("group");
    kind.codings.is_empty() || codes.any(group)
}
