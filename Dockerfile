# Builds remitd and shows the demo: docker build -t remitd . && docker run --rm remitd
FROM swift:6.3-bookworm

RUN apt-get update -qq \
  && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    make libxml2-dev libyaml-dev libsqlite3-dev libssl-dev libcurl4-openssl-dev sqlite3 hledger libxml2-utils python3-jsonschema python3-yaml pkg-config time openssh-server openssh-client \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --create-home remitd

USER remitd
# Made by its owner: WORKDIR would make it root's, and the build writes into it.
RUN mkdir /home/remitd/source
WORKDIR /home/remitd/source
COPY --chown=remitd . .
RUN make build

CMD ["./samples/demo.sh"]
