//! Writes every sample page as a file that opens in a browser: `cargo run -p web --example render -- target/pages`.

use std::{fs, io, path::Path};

use domain::Lang;

fn main() -> io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/pages".to_owned());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("assets"))?;
    for asset in web::assets::all() {
        fs::write(folder.join("assets").join(asset.file_name()), asset.body)?;
    }
    for lang in Lang::ALL {
        let place = folder.join(lang.code());
        fs::create_dir_all(&place)?;
        for sample in web::views::samples(*lang) {
            let html = sample.html.replace("\"/assets/", "\"../assets/");
            fs::write(place.join(format!("{}.html", sample.name)), html)?;
        }
    }
    Ok(())
}
