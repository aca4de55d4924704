//! `Device`, `Specimen` and `ImagingStudy`.

use him_record::{
    Device, DeviceName, DeviceStatus, ImagingSeries, ImagingStatus, ImagingStudy, Specimen,
    SpecimenStatus, Udi,
};

use super::super::datatype::{remarks, when};
use super::super::element::{Field, Members, Object, codes, element, name};
use super::super::json::{Json, Read};
use super::resource;

codes!(DeviceStatus, SpecimenStatus, ImagingStatus);

element!(Udi {
    b"deviceIdentifier" => device_identifier,
    b"issuer" => issuer,
    b"carrierHRF" => carrier,
});

element!(DeviceName {
    b"name" => name,
    b"type" => kind,
} required [b"name", b"type"]);

element!(Device {
    b"identifier" => identifiers,
    b"udiCarrier" => udi,
    b"status" => status,
    b"manufacturer" => manufacturer,
    b"manufactureDate" => manufactured,
    b"expirationDate" => expires,
    b"lotNumber" => lot_number,
    b"serialNumber" => serial_number,
    b"deviceName" => names,
    b"modelNumber" => model_number,
    b"type" => kind,
    b"owner" => owner,
    b"location" => location,
    b"note" => remarks: remarks,
});
resource!(Device: "Device" of b"patient" {
    required: [],
    before: [b"udi", b"model", b"version_"],
    after: [b"displayName", b"biologicalSourceEvent", b"category", b"availabilityStatus"],
});

/// When, how and by whom it was taken stands in one object.
impl Members for Specimen {
    fn member(&mut self, json: &mut Json<'_>, key: &[u8]) -> Read<bool> {
        match name(key) {
            "identifier" => self.identifiers.read(json)?,
            "accessionIdentifier" => self.accession.read(json)?,
            "status" => self.status.read(json)?,
            "type" => self.kind.read(json)?,
            "receivedTime" => self.received.read(json)?,
            "parent" => self.parents.read(json)?,
            "request" => self.orders.read(json)?,
            "collection" => json.object(&mut |json, key| match key {
                b"collector" => self.collector.read(json),
                b"collectedDateTime" | b"collectedPeriod" => {
                    when::read(json, key, &mut self.collected)
                }
                b"method" => self.method.read(json),
                b"bodySite" => self.body_site.read(json),
                _ => json.other(key),
            })?,
            "note" => remarks::read(json, key, &mut self.remarks)?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn put_members(&self, out: &mut Object<'_>) {
        self.identifiers.put("identifier", out);
        self.accession.put("accessionIdentifier", out);
        self.status.put("status", out);
        self.kind.put("type", out);
        self.received.put("receivedTime", out);
        self.parents.put("parent", out);
        self.orders.put("request", out);
        let mut collection = Object::like(out.source("collection"));
        self.collector.put("collector", &mut collection);
        when::put(&self.collected, "collectedDateTime", &mut collection);
        when::put(&self.collected, "collectedPeriod", &mut collection);
        self.method.put("method", &mut collection);
        self.body_site.put("bodySite", &mut collection);
        if !collection.is_empty() {
            out.put("collection", collection.into_tree());
        }
        remarks::put(&self.remarks, "note", out);
    }
}
resource!(Specimen: "Specimen" of b"subject" {
    required: [],
    before: [b"treatment"],
    after: [b"combined", b"role", b"feature"],
});

element!(ImagingSeries {
    b"uid" => uid,
    b"number" => number,
    b"modality" => modality,
    b"description" => description,
    b"numberOfInstances" => instance_count,
    b"bodySite" => body_site,
    b"started" => started,
} required [b"uid", b"modality"]);

element!(ImagingStudy {
    b"identifier" => identifiers,
    b"status" => status,
    b"modality" => modalities,
    b"encounter" => encounter,
    b"started" => started,
    b"basedOn" => orders,
    b"referrer" => referrer,
    b"interpreter" => interpreters,
    b"numberOfSeries" => series_count,
    b"numberOfInstances" => instance_count,
    b"procedureCode" => procedures,
    b"location" => location,
    b"reasonCode" => reasons,
    b"note" => remarks: remarks,
    b"description" => description,
    b"series" => series,
});
resource!(ImagingStudy: "ImagingStudy" of b"subject" {
    required: [b"subject", b"status"],
    before: [b"uid", b"accession", b"availability", b"modalityList", b"patient", b"context"],
    after: [b"partOf", b"procedure", b"reason"],
});
