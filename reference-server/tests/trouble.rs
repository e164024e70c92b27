//! Troubles with the wire, over real sockets: what arrives, not when.

use mailspec_reference_server::{ReferenceServer, Service};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn talk(trouble: &str, says: &str) -> Result<String, Box<dyn std::error::Error>> {
    let server = ReferenceServer::builder()
        .pop3("127.0.0.1:0")
        .seed(1)
        .trouble(trouble)
        .start()
        .await?;
    let address = server.address(Service::Pop3).ok_or("not listening")?;
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(says.as_bytes()).await?;
    let mut all = String::new();
    stream.read_to_string(&mut all).await?;
    Ok(all)
}

#[tokio::test]
async fn the_connection_ends_in_mid_reply() -> Result<(), Box<dyn std::error::Error>> {
    assert_eq!(talk("close-after:5", "NOOP\r\n").await?.len(), 5);
    Ok(())
}

#[tokio::test]
async fn dribbling_and_delay_lose_nothing() -> Result<(), Box<dyn std::error::Error>> {
    let sound = talk("silence:XYZZY", "CAPA\r\nQUIT\r\n").await?;
    assert!(sound.ends_with("\r\n"), "{sound}");
    assert_eq!(talk("dribble", "CAPA\r\nQUIT\r\n").await?, sound);
    assert_eq!(talk("delay:1ms", "CAPA\r\nQUIT\r\n").await?, sound);
    Ok(())
}

#[tokio::test]
async fn a_command_closes() -> Result<(), Box<dyn std::error::Error>> {
    let all = talk("close:NOOP:2", "CAPA\r\nNOOP\r\nNOOP\r\nCAPA\r\n").await?;
    assert_eq!(all.matches("\r\n.\r\n").count(), 1, "{all}");
    Ok(())
}
