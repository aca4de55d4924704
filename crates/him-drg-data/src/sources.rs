// Written by him-datagen.

use crate::Source;

/// The release files from which the tables are made.
pub const SOURCES: &[Source] = &[
    Source {
        name: "msdrg-tables",
        file: "msdrg/msdrg_tables_v40.0-43.1.json.xz",
        edition: "V40.0-V43.1",
        publisher: "CMS",
        origin: "CMS MS-DRG grouper tables",
        sha256: "e115d8d5b420f5549518b82b0d0f00b25dda9b41c9fd4ce2d8d4d57788fc729c",
    },
    Source {
        name: "msdrg-drg-titles",
        file: "msdrg/msdrg_drg_descriptions.csv",
        edition: "V40.0-V43.1",
        publisher: "CMS",
        origin: "CMS MS-DRG grouper descriptions",
        sha256: "3bbafcbdb02849439d9acd9e8693c0ce41db83c93ffbcab9ec131049435352f8",
    },
    Source {
        name: "msdrg-base-titles",
        file: "msdrg/msdrg_base_drg_descriptions.csv",
        edition: "V40.0-V43.1",
        publisher: "CMS",
        origin: "CMS MS-DRG grouper descriptions",
        sha256: "794b1f9c7c1f1e5330d2a51714bcee03a183d5a3747d6dd5b36ca4d8d9acdbbb",
    },
    Source {
        name: "msdrg-mdc-titles",
        file: "msdrg/msdrg_mdc_descriptions.csv",
        edition: "V40.0-V43.1",
        publisher: "CMS",
        origin: "CMS MS-DRG grouper descriptions",
        sha256: "7fb0bb73578aa4bbbbb9e8805995acee1de97cba1121ad6594c17a58d11c614b",
    },
    Source {
        name: "msdrg-hac-titles",
        file: "msdrg/msdrg_hac_descriptions.csv",
        edition: "V40.0-V43.1",
        publisher: "CMS",
        origin: "CMS MS-DRG grouper descriptions",
        sha256: "149e7f81413ad2c55f9435010123b9065d837856be8c7e4f1a01d18116702b73",
    },
];
