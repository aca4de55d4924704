//! Cities, streets and addresses in the ways of many countries.

use super::super::crf::Random;
use super::super::lists::Lists;
use super::people::People;

pub(super) struct Places {
    us_cities: Vec<String>,
    cities: Vec<String>,
    countries: Vec<String>,
    states: Vec<(String, String)>,
    hospitals: Vec<String>,
    streets: Vec<String>,
    counties: Vec<String>,
}

const FIRST: [&str; 28] = [
    "Ar", "Bel", "Bro", "Dal", "Eng", "Fal", "Grim", "Hal", "Isk", "Kar", "Lek", "Mol", "Nes",
    "Ost", "Pog", "Rav", "Sæl", "Tor", "Ull", "Väs", "Wes", "Zab", "Ör", "Łag", "Šum", "Küh",
    "Mont", "Vill",
];
const LAST: [&str; 40] = [
    "stad", "vik", "burg", "dorf", "ów", "inge", "vær", "järvi", "nes", "by", "heim", "hausen",
    "bach", "feld", "ville", "mont", "court", "ac", "ano", "ino", "ette", "ice", "ov", "grad",
    "ovo", "ask", "und", "eyri", "vogur", "lahti", "koski", "holm", "lunda", "wijk", "dam",
    "drecht", "ton", "bury", "mouth", "ford",
];

impl Places {
    pub(super) fn new(lists: &Lists) -> Places {
        Places {
            us_cities: lists.us_cities.clone(),
            counties: lists.counties.clone(),
            cities: lists.cities.iter().map(|(name, ..)| name.clone()).collect(),
            countries: lists
                .countries
                .iter()
                .filter(|name| name.len() < 25 && !name.contains(','))
                .cloned()
                .collect(),
            states: lists.states.clone(),
            hospitals: lists
                .hospitals
                .iter()
                .filter(|name| name.len() < 48 && name.chars().any(char::is_lowercase))
                .cloned()
                .collect(),
            streets: lists
                .streets
                .iter()
                .map(|name| name.trim().to_owned())
                .collect(),
        }
    }

    pub(super) fn us_city(&self, random: &mut Random) -> String {
        random.pick(&self.us_cities).cloned().unwrap_or_default()
    }

    pub(super) fn city(&self, random: &mut Random) -> String {
        let name = self.any_city(random);
        if random.percent(7) {
            name.to_uppercase()
        } else {
            name
        }
    }

    fn any_city(&self, random: &mut Random) -> String {
        match random.below(100) {
            0..38 => self.us_city(random),
            38..70 => random.pick(&self.cities).cloned().unwrap_or_default(),
            _ => self.made_up(random),
        }
    }

    /// A place that is in no list.
    fn made_up(&self, random: &mut Random) -> String {
        let first = random.pick(&FIRST).copied().unwrap_or("Bel");
        let last = random.pick(&LAST).copied().unwrap_or("stad");
        let name = format!("{first}{last}");
        match random.below(14) {
            0 => format!("Saint-{name}"),
            1 => format!("{name} sur {}", random.one_of(&["Mer", "Loire", "Sarthe"])),
            2 => format!("Bad {name}"),
            3 => format!(
                "{} {name}",
                random.one_of(&["San", "Santa", "Villa", "Puerto", "Nova", "Los"])
            ),
            4 => format!(
                "{} {name}",
                random.one_of(&["North", "East", "Upper", "New", "Port", "Lake", "Fort"])
            ),
            5 => name.to_uppercase(),
            _ => name,
        }
    }

    pub(super) fn country(&self, random: &mut Random) -> String {
        if random.percent(12) {
            let usual = [
                "USA",
                "UK",
                "the Netherlands",
                "England",
                "Scotland",
                "U.S.",
                "Wales",
                "Taiwan",
                "Kosovo",
            ];
            return random.one_of(&usual).to_owned();
        }
        random.pick(&self.countries).cloned().unwrap_or_default()
    }

    /// A state, so many times of a hundred by its two letters.
    pub(super) fn state(&self, random: &mut Random, short: usize) -> String {
        let Some((name, letters)) = random.pick(&self.states) else {
            return String::new();
        };
        let name = if random.percent(short) { letters } else { name };
        name.clone()
    }

    pub(super) fn county(&self, random: &mut Random) -> String {
        let name = random.pick(&self.counties).cloned().unwrap_or_default();
        if name.ends_with("County") {
            name
        } else {
            format!("{name} County")
        }
    }

    pub(super) fn hospital(&self, random: &mut Random) -> String {
        random.pick(&self.hospitals).cloned().unwrap_or_default()
    }

    pub(super) fn zip(&self, random: &mut Random) -> String {
        let digits = |random: &mut Random, count| -> String {
            (0..count)
                .map(|_| char::from(b'0' + random.below(10) as u8))
                .collect()
        };
        match random.below(10) {
            0..6 => digits(random, 5),
            6 => digits(random, 4),
            7 => format!("{} {}", digits(random, 3), digits(random, 2)),
            8 => format!("{}-{}", digits(random, 2), digits(random, 3)),
            _ => format!("{}-{}", digits(random, 5), digits(random, 4)),
        }
    }

    pub(super) fn street_name(&self, people: &People, random: &mut Random) -> String {
        let name = match random.below(4) {
            0 => people.made_up(random),
            1 => people.family(random),
            _ => people.word("street_word", random).to_owned(),
        };
        let kind = people.word("street_type", random);
        match random.below(26) {
            0..11 => format!("{name} {kind}"),
            11 => format!("{name}straße"),
            12 => format!("{name}straat"),
            13 => format!("{name}gatan"),
            14 => format!(
                "{}{name}",
                random.one_of(&["Rue ", "rue de ", "Avenue ", "Chemin des ", "Quai "])
            ),
            15 => format!("Via {name}"),
            16 => format!(
                "{}{name}",
                random.one_of(&["Calle ", "C/ ", "Avda. ", "Plaza "])
            ),
            17 => format!("ul. {name}"),
            18 => format!("{name}tie"),
            19 => format!("{name}vej"),
            20 => format!("{name} utca"),
            21 => format!("Rua {name}"),
            22 => format!(
                "{name}{}",
                random.one_of(&[
                    "vegen", "veien", "kuja", "weg", "laan", "gasse", "allé", "plein"
                ])
            ),
            23 => random.pick(&self.streets).cloned().unwrap_or(name),
            24 => format!(
                "{} {name}",
                random.one_of(&["Lorong", "Jalan", "Largo", "Piazza", "Ulica", "Trg"])
            ),
            _ => name,
        }
    }

    pub(super) fn street(&self, people: &People, random: &mut Random) -> String {
        let name = self.street_name(people, random);
        let most = random.one_of(&[99, 999, 9999, 99_999]);
        let number = 1 + random.below(most);
        let base = match random.below(10) {
            0..6 => format!("{number} {name}"),
            6..8 => format!("{name} {}", number % 200 + 1),
            8 => format!("{number} {name} {}", 1 + random.below(200)),
            _ => format!("{name}, {}", number % 200 + 1),
        };
        match random.below(12) {
            0 => format!("{base} Apt. {}", 1 + random.below(999)),
            1 => format!(
                "{base}, Apt {}{}",
                1 + random.below(30),
                random.one_of(&["A", "B", "C"])
            ),
            2 => format!("{base} Suite {}", 100 + random.below(900)),
            3 => format!("{base} #{}", 1 + random.below(400)),
            _ => base,
        }
    }

    pub(super) fn address(&self, people: &People, random: &mut Random) -> String {
        let street = self.street(people, random);
        let (city, zip) = (self.city(random), self.zip(random));
        let us = self.us_city(random);
        let state = self.state(random, 80);
        let country = self.country(random);
        let code = {
            let (a, b) = (random.below(26) as u8, random.below(26) as u8);
            format!("{}{}", char::from(b'A' + a), char::from(b'A' + b))
        };
        let n = random.below(9000) + 100;
        let armed = random.one_of(&["AA", "AE", "AP"]);
        match random.below(14) {
            0..4 => format!("{street}, {us}, {state} {zip}"),
            4 => format!("{street}\n{us}, {state} {zip}"),
            5 => format!("{street}\n {city}\n {country} {zip}"),
            6 => format!("{street}, {city}, {country}"),
            7 => format!("{street} {city} {country} {zip}"),
            8 => format!("{street}\n Apt. {}\n {city}\n {country}", n % 900),
            9 => format!("{street}\n{city}\n, {code}\n {zip}"),
            10 => format!(
                "{}\n{} {armed} {}",
                match n % 3 {
                    0 => format!("PSC {n}, Box {}", n * 3 % 9999),
                    1 => format!("Unit {n} Box {}", n * 7 % 9999),
                    _ => format!("USS {}", people.family(random)),
                },
                ["APO", "FPO", "DPO"].get(n % 3).copied().unwrap_or("APO"),
                10_000 + n * 7
            ),
            11 => format!("P.O. Box {n}, {us}, {state} {zip}"),
            12 => format!("{zip} {city}, {street}"),
            _ => format!("{street}, {zip} {city}"),
        }
    }
}
